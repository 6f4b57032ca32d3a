import { LinesChart, ScatterChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { Place } from '@/api'

use([ScatterChart, LinesChart, GridComponent, TooltipComponent, CanvasRenderer])

/** Size of the schematic plan that places have their coordinates on. */
export const PLAN = { width: 1000, height: 600 }

export interface PlanPoint {
  id: string
  name: string
  x: number
  y: number
  /** Shown under the name. */
  figure?: string
  symbol: string
  size: number
  color: string
  label: boolean
  /** Its label stands above it. */
  above?: boolean
  hint: string
}

const MARGIN = { left: 44, right: 44, top: 24, bottom: 28 }
const FONT = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif'

export function openPlan(element: HTMLElement): EChartsType {
  return init(element, undefined, { renderer: 'canvas' })
}

export function drawPlan(
  chart: EChartsType,
  points: readonly PlanPoint[],
  ways: readonly [number, number][][],
): void {
  const labels = labelsOf(points, chart.getWidth(), chart.getHeight())
  chart.setOption(
    {
      animation: false,
      grid: MARGIN,
      // Rich text is drawn on the canvas: HTML tooltips need inline styles.
      tooltip: {
        renderMode: 'richText',
        formatter: (it: { data?: { hint?: string } }) => it.data?.hint ?? '',
        textStyle: { fontFamily: FONT, fontSize: 13 },
      },
      xAxis: { type: 'value', min: 0, max: PLAN.width, show: false },
      yAxis: { type: 'value', min: 0, max: PLAN.height, inverse: true, show: false },
      series: [
        {
          type: 'lines',
          coordinateSystem: 'cartesian2d',
          polyline: true,
          silent: true,
          data: ways.map((coords) => ({ coords })),
          lineStyle: { color: '#bccacf', width: 1.4, type: 'dashed', opacity: 1 },
        },
        {
          type: 'scatter',
          data: points.map((point, at) => ({
            id: point.id,
            name: point.name,
            value: [point.x, point.y],
            symbol: point.symbol,
            symbolSize: point.size,
            hint: point.hint,
            itemStyle: { color: point.color, borderColor: '#fff', borderWidth: 1.5 },
            label: {
              show: point.label && labels[at] !== null,
              position: labels[at]?.side,
              distance: 4,
              formatter:
                (labels[at]?.lines ?? []).map((line) => `{n|${line}}`).join('\n') +
                (point.figure ? `\n{f|${point.figure}}` : ''),
              rich: {
                n: { color: '#14262d', fontSize: 12, fontFamily: FONT, lineHeight: 15 },
                f: {
                  color: '#08524d',
                  fontSize: 13,
                  fontWeight: 700,
                  fontFamily: FONT,
                  lineHeight: 16,
                },
              },
              textBorderColor: '#f6f9f9',
              textBorderWidth: 3,
            },
          })),
          labelLayout: { hideOverlap: true },
        },
      ],
    },
    { replaceMerge: ['series'] },
  )
}

type Side = 'bottom' | 'top' | 'right' | 'left'
/** Left, top, right, bottom, in pixels. */
type Box = [number, number, number, number]
interface Label {
  side: Side
  lines: string[]
}

/**
 * Labels that lie on no symbol and on none given before; in two lines where one finds no
 * room, and none where two find none either.
 */
export function labelsOf(
  points: readonly PlanPoint[],
  width: number,
  height: number,
): (Label | null)[] {
  const across = (width - MARGIN.left - MARGIN.right) / PLAN.width
  const down = (height - MARGIN.top - MARGIN.bottom) / PLAN.height
  const symbols = points.map((point): Box => {
    const x = MARGIN.left + point.x * across
    const y = MARGIN.top + point.y * down
    return [x - point.size / 2, y - point.size / 2, x + point.size / 2, y + point.size / 2]
  })
  const taken = [...symbols]
  return points.map((point, at) => {
    const tries = waysToLabel(point).map((label) => ({
      label,
      box: labelBox(label, symbols[at]!, point.figure !== undefined && point.figure !== ''),
    }))
    const free = tries.find(({ box }) => within(box, width) && !taken.some((it) => meet(it, box)))
    if (!point.label || !free) return null
    taken.push(free.box)
    return free.label
  })
}

function waysToLabel(point: PlanPoint): Label[] {
  const sides: Side[] = point.above
    ? ['top', 'bottom', 'right', 'left']
    : ['bottom', 'top', 'right', 'left']
  const half = Math.ceil(point.name.length / 2)
  const broken = [point.name.slice(0, half), point.name.slice(half)]
  return [[point.name], broken].flatMap((lines) => sides.map((side) => ({ side, lines })))
}

function labelBox({ side, lines }: Label, symbol: Box, figure: boolean): Box {
  const [left, top, right, bottom] = symbol
  const wide = Math.max(...lines.map(widthOf))
  const high = lines.length * 15 + (figure ? 16 : 0)
  const x =
    side === 'left' ? left - 4 - wide : side === 'right' ? right + 4 : (left + right - wide) / 2
  const y =
    side === 'top' ? top - 4 - high : side === 'bottom' ? bottom + 4 : (top + bottom - high) / 2
  return [x, y, x + wide, y + high]
}

const widthOf = (line: string) => [...line].reduce((sum, it) => sum + (it > '\u2e80' ? 12 : 7), 2)
const within = (box: Box, width: number) => box[0] >= 0 && box[1] >= 0 && box[2] <= width
const meet = (one: Box, other: Box) =>
  one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]

/** Dashed ways from each gate to the zone it leads into, where both have a spot on the plan. */
export function waysOf(places: readonly Place[]): [number, number][][] {
  const spots = new Map(places.map((place) => [place.id, place]))
  return places.flatMap((place) => {
    const zone = place.enters ? spots.get(place.enters) : undefined
    return zone && hasSpot(place) && hasSpot(zone)
      ? [
          [
            [place.x, place.y],
            [zone.x, zone.y],
          ] as [number, number][],
        ]
      : []
  })
}

/** The server leaves out what it doesn't know. */
export function hasSpot<T extends { x?: number | null; y?: number | null }>(
  place: T,
): place is T & { x: number; y: number } {
  return typeof place.x === 'number' && typeof place.y === 'number'
}
