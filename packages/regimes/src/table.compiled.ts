// Made from table.json by scripts/compile.ts: change the table and run it again.
import type { Row } from './row.ts'

/** SHA-256 (hex) of table.json, the legal table that the rows were made from. Records carry it. */
export const tableDigest = '74d337a49572e9986547ddcfafdb7bd3b22dae7ed48e4ec8ea53812f1283b4ab'

// biome-ignore format: made by a script
export const rows: readonly Row[] = [
  ["US-VT","opt-out",365,36500,1,"do-not-sell-or-targeted-ads privacy-policy",0,"2028-01-01"],
  ["US-AL","opt-out",365,36500,1,"do-not-sell-or-targeted-ads privacy-policy",0,"2027-05-01"],
  ["US-OK US-LA","opt-out",365,36500,1,"do-not-sell-or-targeted-ads privacy-policy",0,"2027-01-01"],
  ["EU AT BE BG HR CY DK EE FI FR DE GR HU IE LV LT MT NL PL PT RO SK SI ES SE IS LI NO GB GG JE IM GI CA-QC BR AR CL CO PE EC UY IN KR CN TH PH ID VN ZA TR SA AE NG KE EG UA RS","opt-in",180,184,0,"privacy-settings privacy-policy cookie-policy"],
  ["CZ LU","opt-in",365,184,0,"privacy-settings privacy-policy cookie-policy"],
  ["IT","opt-in",180,184,0,"privacy-settings privacy-policy cookie-policy",1],
  ["CH","mixed",180,184,0,"privacy-settings privacy-policy cookie-policy"],
  ["US-CA","opt-out",365,36500,1,"your-privacy-choices limit-sensitive-pi notice-at-collection privacy-policy"],
  ["US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX US-FL US-IN US-IA US-KY US-RI US-TN US-UT US-VA","opt-out",365,36500,1,"do-not-sell-or-targeted-ads privacy-policy"],
  ["US-OK US-AL US-LA US-VT US-NY US-AR US-ME US-IL US-PA US-MA","notice-only",365,36500,1,"privacy-policy"],
  ["US-WA","notice-only",365,36500,1,"privacy-policy consumer-health-data-privacy-policy"],
  ["US-NV","opt-out",365,36500,1,"privacy-policy opt-out-of-sale-address consumer-health-data-privacy-policy"],
  ["US","opt-out",365,36500,1,"your-privacy-choices notice-at-collection privacy-policy"],
  ["CA CA-BC CA-AB MX","opt-out",365,36500,1,"privacy-policy opt-out-ads"],
  ["JP","notice-only",365,36500,1,"external-transmission-policy privacy-policy opt-out-ads"],
  ["SG AU NZ HK TW MY IL","notice-only",365,36500,1,"privacy-policy opt-out-ads"],
]
