export type { Notice, NoticeControl } from './notice.ts'
export type {
  ChatOptions,
  CheckedReceipts,
  HistoryEntry,
  UiLogo,
  UiOptions,
  UiReceipts,
  UiService,
  YourData,
} from './options.ts'
export { en } from './texts/en.ts'
export type {
  Counted,
  EnglishTexts,
  FirstTexts,
  FurtherTexts,
  SplitTexts,
  Texts,
  TileText,
} from './texts/texts.ts'
export { ui } from './ui.tsx'
