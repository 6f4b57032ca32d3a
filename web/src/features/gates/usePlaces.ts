import { computed } from 'vue'
import type { Place, PlaceKind } from '@/api'
import { api } from '@/shell/session'
import { useLoad } from '@/ui/useLoad'

const GATES: PlaceKind[] = ['gate', 'plant_gate', 'checkpoint', 'road_checkpoint', 'shift_bus']

/** Places, and among them the gates and the zones that people are inside of. */
export function usePlaces() {
  const places = useLoad(() => api.get<Place[]>('/places'))
  const all = computed(() => places.data.value ?? [])
  const gates = computed(() =>
    all.value
      .filter((place) => GATES.includes(place.kind))
      .sort((one, other) => GATES.indexOf(one.kind) - GATES.indexOf(other.kind)),
  )
  const zones = computed(() => {
    const entered = new Set(all.value.map((place) => place.enters).filter(Boolean))
    return all.value.filter((place) => entered.has(place.id))
  })
  return { places, all, gates, zones }
}
