import { build } from 'esbuild'

/** Bundles page code that is written beside a subject, with what it imports from `node_modules`. */
export async function bundle(source: string, loader: 'ts' | 'tsx' = 'ts'): Promise<string> {
  const made = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'react',
    logLevel: 'error',
    loader: { '.css': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return made.outputFiles[0]?.text ?? ''
}
