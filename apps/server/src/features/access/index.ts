// What other features, the process and the command line may call.
export { createAttemptLimit, type AttemptLimit } from './attempt-limit.ts'
export { createAuthenticator } from './authenticator.ts'
export { createSetupLink, ensureOwner } from './setup.service.ts'
export { lockSetup } from './setup-links.store.ts'
export { createWorkspace, listWorkspaceIds } from './workspaces.service.ts'
export { findWorkspace as readWorkspace, findWorkspaceBySlug, listMemberships, listWorkspaces, type WorkspaceRecord } from './workspaces.store.ts'
export { listOwnerIds } from './members.store.ts'
