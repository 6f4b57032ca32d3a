import { GraphChart } from 'echarts/charts'
import { TooltipComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import {
  LOOKS,
  STEP,
  WAYS,
  layoutOf,
  lookOf,
  pointed,
  wayOf,
  type ChainItem,
  type ChainLink,
} from './chains'

use([GraphChart, TooltipComponent, CanvasRenderer])

const FONT = 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif'

export interface GraphTexts {
  /** Under the symbol; none for those that stand too dense. */
  label: (item: ChainItem) => string
  hint: (item: ChainItem) => string
  linkHint: (link: ChainLink) => string
  day: (day: string) => string
}

export function openGraph(element: HTMLElement): EChartsType {
  return init(element, undefined, { renderer: 'canvas' })
}

/** Draws everybody anew, so that all are seen. */
export function drawGraph(
  chart: EChartsType,
  items: readonly ChainItem[],
  links: readonly ChainLink[],
  texts: GraphTexts,
): void {
  const margin = 28
  const room = {
    width: Math.max(1, chart.getWidth() - 2 * margin),
    height: Math.max(1, chart.getHeight() - 2 * margin),
  }
  const layout = layoutOf(items, room.width / room.height)
  const all = [...layout.spots.values(), ...layout.days]
  const wide = Math.max(1, ...all.map((it) => it.x)) - Math.min(0, ...all.map((it) => it.x))
  const high = Math.max(1, ...all.map((it) => it.y)) - Math.min(0, ...all.map((it) => it.y))
  const scale = Math.min(room.width / wide, room.height / high, 1.6)
  const spread = (size: number, least: number) => Math.max(least, size * scale)
  chart.setOption(
    {
      animation: false,
      tooltip: {
        // Rich text is drawn on the canvas: HTML tooltips need inline styles.
        renderMode: 'richText',
        confine: true,
        formatter: (it: { data?: { hint?: string } }) => it.data?.hint ?? '',
        textStyle: { fontFamily: FONT, fontSize: 13 },
      },
      series: [
        {
          type: 'graph',
          layout: 'none',
          // as wide by as high as what is drawn, or it would be stretched
          ...frameOf(all, scale, chart.getWidth(), chart.getHeight()),
          roam: true,
          scaleLimit: { min: 0.5, max: 20 },
          nodeScaleRatio: 0.8,
          data: [
            ...items.map((item) => nodeOf(item, layout.spots.get(item.key)!, spread, texts)),
            ...layout.days.map(({ day, x, y }) => ({
              id: `day:${day}`,
              name: day,
              x,
              y,
              symbolSize: 0.1,
              silent: true,
              tooltip: { show: false },
              label: {
                show: true,
                position: 'inside',
                formatter: texts.day(day),
                color: '#4d626a',
                fontSize: 12,
                fontFamily: FONT,
              },
            })),
          ],
          links: links.map((link) => {
            const way = WAYS[wayOf(link)]
            return {
              source: link.from,
              target: link.to,
              hint: texts.linkHint(link),
              link,
              symbol: ['none', pointed(link) ? 'arrow' : 'none'],
              symbolSize: [0, 9],
              lineStyle: {
                color: way.color,
                type: way.dash,
                width:
                  wayOf(link) === 'exposed' ? 0.7 : 1.4 + Math.min(4, Math.log2(link.pairs) / 2),
                opacity: wayOf(link) === 'exposed' ? 0.7 : 0.9,
              },
            }
          }),
          emphasis: { scale: 1.4, lineStyle: { width: 3 } },
          labelLayout: { hideOverlap: true },
        },
      ],
    },
    { notMerge: true },
  )
}

function frameOf(
  spots: readonly { x: number; y: number }[],
  scale: number,
  width: number,
  height: number,
) {
  const span = (values: number[]) =>
    Math.max(1, (Math.max(...values) - Math.min(...values)) * scale)
  const wide = span(spots.map((it) => it.x))
  const high = span(spots.map((it) => it.y))
  return { left: (width - wide) / 2, top: (height - high) / 2, width: wide, height: high }
}

function nodeOf(
  item: ChainItem,
  spot: { x: number; y: number },
  spread: (size: number, least: number) => number,
  texts: GraphTexts,
) {
  const look = LOOKS[lookOf(item)]
  const size =
    item.kind === 'case'
      ? spread(26, 11)
      : item.kind === 'cluster'
        ? spread(Math.min(44, 24 + Math.sqrt(item.cluster?.size ?? 1)), 15)
        : spread(STEP * 0.72, 4)
  return {
    id: item.key,
    name: item.key,
    x: spot.x,
    y: spot.y,
    symbol: look.symbol,
    symbolSize: size,
    hint: texts.hint(item),
    itemStyle: {
      color: look.hollow ? '#fff' : look.color,
      borderColor: look.hollow ? look.color : '#fff',
      borderWidth: look.hollow ? 2 : 0.8,
    },
    label: {
      show: item.kind !== 'contact',
      position: item.kind === 'cluster' ? 'bottom' : 'right',
      distance: 3,
      formatter: texts.label(item),
      color: '#14262d',
      fontSize: 11.5,
      fontFamily: FONT,
      textBorderColor: '#fff',
      textBorderWidth: 2,
    },
  }
}

/** Nearer or farther around a spot, by default the middle. */
export function zoomGraph(chart: EChartsType, by: number, at?: { x: number; y: number }): void {
  chart.dispatchAction({
    type: 'graphRoam',
    seriesIndex: 0,
    zoom: by,
    originX: at?.x ?? chart.getWidth() / 2,
    originY: at?.y ?? chart.getHeight() / 2,
  })
}

export function moveGraph(chart: EChartsType, dx: number, dy: number): void {
  chart.dispatchAction({ type: 'graphRoam', seriesIndex: 0, dx, dy })
}
