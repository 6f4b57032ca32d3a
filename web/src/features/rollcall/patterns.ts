export interface Turns {
  turns: string[]
  shifts: Record<string, { from: string; until: string }>
}

const TIMED = /^(\S+?)\s*(\d{1,2}:\d{2})\s*[-–~]\s*(\d{1,2}:\d{2})$/

/**
 * Reads turns as they are typed: `白班 08:00-20:00, 夜班 20:00-08:00, 休, 休`. A turn without times
 * is rest, unless it was given times before. Null when no turn has times, or a time is none.
 */
export function turnsOf(text: string): Turns | null {
  const turns: string[] = []
  const shifts: Turns['shifts'] = {}
  for (const part of text.split(/[,，、;；]/)) {
    const word = part.trim()
    if (!word) continue
    const timed = TIMED.exec(word)
    if (timed) {
      const [from, until] = [clock(timed[2]!), clock(timed[3]!)]
      if (!from || !until) return null
      shifts[timed[1]!] = { from, until }
      turns.push(timed[1]!)
    } else if (/\d:\d/.test(word)) {
      return null
    } else {
      turns.push(word)
    }
  }
  return Object.keys(shifts).length > 0 ? { turns, shifts } : null
}

function clock(text: string): string | null {
  const [hour, minute] = text.split(':').map(Number)
  if (hour === undefined || minute === undefined || hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
