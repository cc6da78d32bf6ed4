// Gets a clone ready to run, on any Node 20 or later and before anything is installed: dependencies, Node 24, builds.
// Everything it says goes to stderr, so that a command's stdout stays its own.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const CLONE_DIRECTORY = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const installStamp = join(CLONE_DIRECTORY, 'node_modules/.rapport-install')

/** A problem that the person at the terminal can solve; shown without a stack. */
export class BootstrapError extends Error {}

/** Installs the dependencies unless those of this lock file are there. */
export function installDependencies() {
  const wanted = hashFiles([
    'package.json',
    'package-lock.json',
    ...listWorkspaces().map((workspace) => `${workspace}/package.json`),
  ])
  if (readStamp(installStamp) === wanted) return
  console.error('Installing dependencies (once, and again when they change) ...')
  // Not `npm ci`: it fails where a registry lacks the optional packages of other systems. `--no-save` keeps the clone clean.
  const result = runNpm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', '--no-progress'])
  if (result !== 0) throw new BootstrapError('npm install failed; see above.')
  writeFileSync(installStamp, wanted)
}

/** The path of a Node that runs the server's TypeScript: the one from npm, or this one if it is new enough. */
export function findNode24() {
  const packaged = join(CLONE_DIRECTORY, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new BootstrapError(
    `Rapport needs Node 24, and this is ${process.version}. On Linux x64 and arm64 npm installs it with the ` +
      'dependencies; here, install Node 24 from https://nodejs.org and start again.',
  )
}

/** The environment in which `node` and the installed tools are found first. */
export function createEnvironment(node) {
  return {
    ...process.env,
    PATH: [dirname(node), join(CLONE_DIRECTORY, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  }
}

/** Builds the browser SDK and the admin app if their sources changed since the last build. */
export async function buildWhatChanged(node) {
  await Promise.all([
    buildWorkspace(node, 'packages/sdk', []),
    // The admin app imports the contracts, which lie beside the server's code.
    buildWorkspace(node, 'apps/web', listFiles('apps/server/src').filter((file) => file.endsWith('contract.ts'))),
  ])
}

async function buildWorkspace(node, workspace, furtherSources) {
  const manifestPath = join(CLONE_DIRECTORY, workspace, 'package.json')
  if (!existsSync(manifestPath) || !JSON.parse(readFileSync(manifestPath, 'utf8')).scripts?.build) return
  const sources = [...listFiles(workspace), ...furtherSources, 'tsconfig.base.json', 'package-lock.json']
  const wanted = hashFiles(sources.filter((file) => !/\.test\.tsx?$/.test(file)))
  const stamp = join(CLONE_DIRECTORY, workspace, 'dist/.rapport-build')
  if (readStamp(stamp) === wanted) return
  console.error(`Building ${workspace} ...`)
  const build = spawn('npm', ['run', 'build', '--silent', '-w', workspace], {
    cwd: CLONE_DIRECTORY,
    env: createEnvironment(node),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk) => (output += chunk))
  const code = await new Promise((settle) => {
    build.once('error', (error) => settle(error.message))
    build.once('close', settle)
  })
  if (code !== 0) throw new BootstrapError(`${output}\nBuilding ${workspace} failed (${code}); see above.`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Runs a program with this terminal and resolves to its exit code. */
export async function runProgram(command, args, options = {}) {
  const child = spawn(command, args, { cwd: CLONE_DIRECTORY, stdio: 'inherit', ...options })
  const forward = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  return await new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => settle(signal ? 1 : code))
  })
}

/** Runs a script's main function and turns what it throws into an exit code. */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    console.error(error instanceof BootstrapError ? error.message : error)
    process.exitCode = 1
  }
}

function runNpm(args) {
  return spawnSync('npm', args, { cwd: CLONE_DIRECTORY, stdio: ['inherit', 2, 2] }).status
}

function listWorkspaces() {
  return ['apps', 'packages'].flatMap((group) =>
    readdirSync(join(CLONE_DIRECTORY, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(CLONE_DIRECTORY, group, entry.name, 'package.json')))
      .map((entry) => `${group}/${entry.name}`),
  )
}

function listFiles(directory) {
  const found = []
  const walk = (current) => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue
      const path = join(current, entry.name)
      if (entry.isDirectory()) walk(path)
      else found.push(relative(CLONE_DIRECTORY, path))
    }
  }
  walk(join(CLONE_DIRECTORY, directory))
  return found
}

function hashFiles(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`)
  for (const file of [...files].sort()) {
    const path = join(CLONE_DIRECTORY, file)
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
