package app

import (
	"context"
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/place"
)

// Names, codes and headquarters of the two districts' blocks are facts; the outlines are made from them here and are
// approximate.
//
//go:embed demo_places.csv
var demoPlacesCSV string

const outlineMarginKM = 12 // margin of the outermost cells

type demoPlace struct {
	area.AreaPut
	at *orb.Point
}

// places enters state, districts, blocks and panchayats; a block's outline is the Voronoi cell of its headquarters.
func (d *demonstration) places(ctx context.Context) error {
	all, err := readDemoPlaces()
	if err != nil {
		return err
	}
	if err := outlineBlocks(all); err != nil {
		return err
	}
	for _, p := range all {
		if err := d.submit(ctx, actor.System(), "area.put", p.AreaPut); err != nil {
			return err
		}
		switch p.Level {
		case area.Block:
			d.blocks = append(d.blocks, p)
		case area.Panchayat:
			d.villages = append(d.villages, p)
		case area.State, area.District, area.AssemblyConstituency, area.Village:
		}
	}
	return nil
}

func readDemoPlaces() ([]demoPlace, error) {
	rows, err := csv.NewReader(strings.NewReader(demoPlacesCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	var all []demoPlace
	for _, row := range rows[1:] {
		p := demoPlace{
			AreaPut: area.AreaPut{
				Level:   area.Level(row[0]),
				Code:    row[1],
				Name:    row[2],
				NameBN:  row[3],
				Aliases: []string{},
			},
		}
		if row[4] != "" {
			p.Aliases = strings.Split(row[4], ";")
		}
		if row[5] != "" {
			p.Parent = area.NewKey(p.Level.Above(), row[5])
		}
		if row[6] != "" {
			lon, err := strconv.ParseFloat(row[6], 64)
			if err != nil {
				return nil, err
			}
			lat, err := strconv.ParseFloat(row[7], 64)
			if err != nil {
				return nil, err
			}
			p.at = &orb.Point{lon, lat}
			p.Centre = []float64{lon, lat}
		}
		all = append(all, p)
	}
	return all, nil
}

// outlineBlocks sets each block's cell, and each district's union of cells.
func outlineBlocks(all []demoPlace) error {
	var points []orb.Point
	var blocks []int
	for i, p := range all {
		if p.Level == area.Block && p.at != nil {
			points, blocks = append(points, *p.at), append(blocks, i)
		}
	}
	cells, err := place.Cells(points, outlineMarginKM)
	if err != nil {
		return err
	}
	inDistrict := map[area.Key][]orb.Polygon{}
	for n, i := range blocks {
		all[i].Quality, all[i].Outline = area.Approximate, place.GeoJSON(orb.MultiPolygon{cells[n]})
		inDistrict[all[i].Parent] = append(inDistrict[all[i].Parent], cells[n])
	}
	for i, p := range all {
		if cells := inDistrict[p.Key()]; p.Level == area.District && len(cells) > 0 {
			all[i].Quality, all[i].Outline = area.Approximate, place.GeoJSON(place.Dissolve(cells))
		}
	}
	return nil
}
