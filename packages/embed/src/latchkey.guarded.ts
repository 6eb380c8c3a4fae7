import { boot } from './boot.ts'
import { start } from './chunks/guard.ts'

// The script tag with the guard inside: loaded without `async`, before everything else, it stops what the page's own
// HTML would ask for.
boot(start)
