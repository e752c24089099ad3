package app

import (
	"slices"
	"testing"

	"tripol/internal/area"
	"tripol/internal/gazetteer"
)

// The demonstration has the shipped districts with their surveyed outlines and attribution, blocks whose outlines are
// marked approximate, and panchayats in each block with families.
func TestDemonstrationPlacesAreSound(t *testing.T) {
	all, err := gazetteer.Areas(demoDistricts)
	if err != nil {
		t.Fatal(err)
	}
	panchayats := map[area.Key]int{}
	for _, place := range all {
		if err := place.Validate(); err != nil {
			t.Errorf("%s: %v", place.Key(), err)
		}
		switch place.Level {
		case area.District:
			if place.Quality != area.Surveyed || place.Attribution == "" || len(place.Outline) == 0 {
				t.Errorf("%s: quality %q, attribution %q", place.Key(), place.Quality, place.Attribution)
			}
		case area.Block:
			if place.Quality != area.Approximate || place.Attribution == "" || len(place.Outline) == 0 {
				t.Errorf("%s: quality %q, attribution %q", place.Key(), place.Quality, place.Attribution)
			}
		case area.Panchayat:
			panchayats[place.Parent]++
		case area.State, area.AssemblyConstituency, area.Village:
		}
	}
	for _, block := range demoBlocks {
		if panchayats[block] == 0 {
			t.Errorf("%s has no panchayats", block)
		}
		if !slices.ContainsFunc(all, func(p area.AreaPut) bool { return p.Key() == block }) {
			t.Errorf("%s is not shipped", block)
		}
	}
}
