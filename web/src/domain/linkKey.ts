/** The key in `/me#<key>` or `/own#<key>`: no browser sends what stands after the #. */
export function keyOf(hash: string): string {
  return hash.replace(/^#/, '').trim()
}
