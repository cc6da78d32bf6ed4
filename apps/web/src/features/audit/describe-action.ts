/** "key.created" → "Key created", "member.role_changed" → "Member role changed" */
export function describeAction(action: string): string {
  const words = action.replace(/[._-]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
