// What other features, the process and the command line may call.
export { createKey } from './create-key.ts'
export { createWriteKeyCache, findSecretKey, findWriteKey, type WriteKey, type WriteKeyCache } from './key-lookup.ts'
export { withSecretKey } from './secret-keys.service.ts'
export { isOriginAllowed } from './sources.rules.ts'
export { addSource, readSourceNames } from './sources.service.ts'
