package app

import (
	"context"
	"slices"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/gazetteer"
)

// demoDistricts are North and South 24 Parganas.
var demoDistricts = []string{"303", "304"}

// demoBlocks are the blocks with families, the worst hit first: Hasnabad, Hingalganj, Sandeshkhali I and II, Canning
// I, Gosaba.
var demoBlocks = []area.Key{"block:2738", "block:2739", "block:2742", "block:2743", "block:2753", "block:2758"}

// places enters the shipped places of two districts: the districts with their surveyed outlines, in which rivers are
// gaps, the blocks with approximate ones, and the panchayats of the blocks with families, which have Bengali names.
func (d *demonstration) places(ctx context.Context) error {
	all, err := gazetteer.Areas(demoDistricts)
	if err != nil {
		return err
	}
	for _, place := range all {
		if place.Level == area.Panchayat {
			if !slices.Contains(demoBlocks, place.Parent) {
				continue
			}
			d.villages = append(d.villages, place)
		}
		if err := d.submit(ctx, actor.System(), "area.put", place); err != nil {
			return err
		}
	}
	slices.SortStableFunc(d.villages, func(a, b area.AreaPut) int {
		return slices.Index(demoBlocks, a.Parent) - slices.Index(demoBlocks, b.Parent)
	})
	return nil
}
