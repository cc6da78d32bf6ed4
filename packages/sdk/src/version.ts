/** Sent with every event as `context.library`, so that an operator can see which site runs which SDK. */
export const libraryName = '@rapport/sdk'
export const libraryVersion = '0.1.0'
