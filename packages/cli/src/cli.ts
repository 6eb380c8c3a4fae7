#!/usr/bin/env node
import { run } from './run.ts'

process.exitCode = await run(process.argv, {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
})
