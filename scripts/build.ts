// Builds every package into its `dist`: `npm run build`, or a few by name: `node scripts/build.ts core embed`.
import { buildEmbed } from './build/embed.ts'
import { buildPackage, publicPackages } from './build/package.ts'

const only = process.argv.slice(2)
const started = performance.now()
for (const name of publicPackages()) {
  if (only.length > 0 && !only.includes(name)) continue
  const before = performance.now()
  await (name === 'embed' ? buildEmbed() : buildPackage(name))
  console.log(`built ${name} (${Math.round(performance.now() - before)} ms)`)
}
console.log(`build: done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
