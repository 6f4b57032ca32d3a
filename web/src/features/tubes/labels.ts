/** Labels of an A4 sheet: five columns of thirteen, 38.1 × 21.2 mm. */
export const A_SHEET = 65

/** Labels sheet by sheet. */
export function sheetsOf<T>(labels: T[]): T[][] {
  const sheets: T[][] = []
  for (let at = 0; at < labels.length; at += A_SHEET) sheets.push(labels.slice(at, at + A_SHEET))
  return sheets
}
