import { boot } from './boot.ts'

// The script tag: the one file that does something when it is loaded.
boot()
