export {
  type AutoconsentRule,
  type AutoconsentSelector,
  type AutoconsentStep,
  autoconsentRule,
} from './autoconsent.ts'
export {
  type ConsentOMaticAction,
  type ConsentOMaticMatcher,
  type ConsentOMaticRules,
  type ConsentOMaticSelection,
  type ConsentOMaticTarget,
  consentOMaticRules,
} from './consent-o-matic.ts'
