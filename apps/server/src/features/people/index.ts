// What other features may use of people: identity resolution and folding for the stream.
export { IdentityCache } from './identity/identity-cache.ts'
export { loadForEvents } from './identity/load.ts'
export { Resolver, type IdentityWrites } from './identity/resolve.ts'
export { foldEvent } from './profile/fold.ts'
export type { ProfileState } from './profile/profile-state.ts'
export { snapshotProfiles, writeIdentities, writeProfiles, type ProfileWrites } from './profile/write.ts'
export { writeCompanies } from './companies/write-companies.ts'
