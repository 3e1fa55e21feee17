// The rooms of `src/`, from the bottom up. A room imports rooms below it and nothing else, types included.
const floors = [
  ['api', 'http'],
  ['errors'],
  ['credentials', 'services'],
  ['token'],
  ['request', 'stores', 'platform'],
  ['client'],
  ['cli'],
]

// The emulator's rooms, in the same way. It is a program of its own, which knows HERE's types only.
const emulatorFloors = [['account', 'world'], ['services'], ['server']]

const path = (names) => `^src/(${names.join('|')})(/|$)`
const emulatorPath = (names) => `^src/emulator/(${names.join('|')})/`

/** One rule for each floor: its rooms import neither each other nor rooms above. */
function layers(floors, toPath) {
  return floors.flatMap((rooms, floor) =>
    rooms.map((room) => ({
      name: `${room}-imports-down`,
      comment: `${room} must not import rooms on its own floor or above.`,
      severity: 'error',
      from: { path: toPath([room]) },
      to: {
        path: toPath(
          floors
            .slice(floor)
            .flat()
            .filter((other) => other !== room),
        ),
      },
    })),
  )
}

export const rooms = { floors, emulatorFloors }

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '^src/(index|cli/main)\\.ts$' }, to: {} },
    ...layers(floors, path),
    ...layers(emulatorFloors, emulatorPath),
    {
      name: 'index-on-top',
      comment: 'Only the command line is above the public entry point.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'emulator-apart',
      comment: 'The emulator knows nothing of the library but the types of HERE.',
      severity: 'error',
      from: { path: '^src/emulator/' },
      to: { path: '^src/(?!emulator/|api/)' },
    },
    {
      name: 'emulator-started-by-cli-alone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(emulator|cli)/' },
      to: { path: '^src/emulator/' },
    },
    {
      name: 'api-imports-nothing',
      comment: 'The types of HERE’s endpoints stand by themselves.',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { pathNot: '^src/api/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node:' },
    // Imports of types count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
