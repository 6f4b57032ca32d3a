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

const FONT = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif'

export function openPlan(element: HTMLElement): EChartsType {
  return init(element, undefined, { renderer: 'canvas' })
}

export function drawPlan(
  chart: EChartsType,
  points: readonly PlanPoint[],
  ways: readonly [number, number][][],
): void {
  chart.setOption(
    {
      animation: false,
      grid: { left: 44, right: 44, top: 24, bottom: 28 },
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
              show: point.label,
              position: point.above ? 'top' : crowded(points, at) ? 'right' : 'bottom',
              distance: 4,
              formatter: point.figure
                ? `{n|${point.name}}\n{f|${point.figure}}`
                : `{n|${point.name}}`,
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

/** Another labelled point stands so near and so level that the labels would lie on each other. */
export function crowded(points: readonly PlanPoint[], at: number): boolean {
  const here = points[at]
  if (!here) return false
  return points
    .slice(at + 1)
    .some(
      (other) => other.label && Math.abs(other.x - here.x) < 110 && Math.abs(other.y - here.y) < 28,
    )
}

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
