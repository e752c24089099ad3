package lists

import (
	"fmt"
	"strings"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/exchange/columns"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// placeResolver resolves the places that a list names, and caches them.
type placeResolver struct {
	rule  columns.AreaRule
	known map[placeText]resolvedPlace
}

type placeText struct{ key, code, name, parent string }

type resolvedPlace struct {
	key   area.Key
	path  string
	fault *fault.Fault
}

// maxKnownPlaces bounds the cache for a list with a different place in every row.
const maxKnownPlaces = 50_000

func (p *placeResolver) find(tx *db.Tx, d *draft) (resolvedPlace, error) {
	text := placeText{d.areaKey, d.areaCode, d.areaName, d.areaParent}
	if found, is := p.known[text]; is {
		return found, nil
	}
	found, err := p.lookUp(tx, text)
	if f := fault.Of(err); f != nil {
		found, err = resolvedPlace{fault: f}, nil
	}
	if err == nil && len(p.known) < maxKnownPlaces {
		p.known[text] = found
	}
	return found, err
}

// lookUp finds one area by key, by code, or by name below the mapping's or the row's parent.
func (p *placeResolver) lookUp(tx *db.Tx, text placeText) (resolvedPlace, error) {
	level := p.rule.Level
	if level == "" {
		level = area.Panchayat
	}
	within, err := p.within(tx, text, level)
	if err != nil {
		return resolvedPlace{}, err
	}
	var found []area.Area
	switch {
	case text.key != "":
		found, err = areaByKey(tx, area.Key(text.key))
		level = area.Key(text.key).Level()
	case text.code != "":
		found, err = areaByKey(tx, area.NewKey(level, area.LocalCode(p.rule.Issuer, sheet.ASCIIDigits(text.code))))
	case text.name != "":
		found, err = area.Find(tx, level, text.name)
	default:
		return resolvedPlace{}, fault.Field("/area", "area_missing", "The row names no place.")
	}
	if err != nil {
		return resolvedPlace{}, err
	}
	return exactlyOne(found, within, "area", level)
}

// within returns the path that the place must be below; "/" without restriction.
func (p *placeResolver) within(tx *db.Tx, text placeText, level area.Level) (string, error) {
	within := "/"
	if p.rule.Within != "" {
		top, err := area.Get(tx, p.rule.Within)
		if err != nil {
			return "", err
		}
		within = top.Path
	}
	if text.parent == "" {
		return within, nil
	}
	above := p.rule.ParentLevel
	if above == "" {
		above = level.Above()
	}
	found, err := area.Find(tx, above, text.parent)
	if err != nil {
		return "", err
	}
	parent, err := exactlyOne(found, within, "area.parent", above)
	return parent.path, err
}

func areaByKey(tx *db.Tx, key area.Key) ([]area.Area, error) {
	if err := key.Check("/area"); err != nil {
		return nil, err
	}
	found, err := area.Get(tx, key)
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing {
		return nil, nil
	}
	return []area.Area{found}, err
}

// exactlyOne requires exactly one place below a path.
func exactlyOne(found []area.Area, within, field string, level area.Level) (resolvedPlace, error) {
	var inside []area.Area
	for _, a := range found {
		if strings.HasPrefix(a.Path, within) {
			inside = append(inside, a)
		}
	}
	switch len(inside) {
	case 1:
		return resolvedPlace{key: inside[0].Key, path: inside[0].Path}, nil
	case 0:
		return resolvedPlace{}, fault.Field("/"+field, "area_unknown",
			fmt.Sprintf("There is no %s of this name or code there. Mend it, or add the name to the place.", level))
	}
	return resolvedPlace{}, fault.Field("/"+field, "area_ambiguous",
		fmt.Sprintf("More than one %s has this name. Give the code, or the place above it.", level))
}
