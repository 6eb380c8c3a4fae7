import { measure, type Size } from './measure.ts'
import { repository } from './workspace.ts'

export const name = 'budgets'

/** Every named use fits its budget. Prints what it measured. */
export async function run(
  root = repository,
  budgets?: string,
  print: (line: string) => void = console.error,
): Promise<readonly string[]> {
  const sizes = await measure(root, budgets)
  for (const size of sizes) print(line(size))
  return sizes.flatMap(({ use, what, bytes, limit, problem }) => {
    if (bytes === null) return [`${use} could not be measured: ${problem}`]
    if (bytes === 0) return [`${use} (${what}) measures 0 bytes: nothing was built into it`]
    return bytes > limit
      ? [`${use} (${what}) takes ${bytes} bytes, ${bytes - limit} over its budget of ${limit}`]
      : []
  })
}

function line({ use, what, bytes, limit }: Size): string {
  return `  ${use.padEnd(20)} ${`${bytes ?? '?'}`.padStart(6)} of ${`${limit}`.padStart(5)} B  ${what}`
}
