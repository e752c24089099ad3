package areas

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tripol/internal/area"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
)

// lgdImport imports a report of the Local Government Directory.
type lgdImport struct {
	*areaImport
	layout  lgdLayout
	bodies  map[string]lgdBody
	entered map[area.Key]bool    // areas of this report that were entered, or would be in a dry run
	places  map[string]area.Area // parents that were found
}

// importLGD finds the report's header below its title lines and imports its areas.
func (i *areaImport) importLGD(ctx context.Context, src *sheet.Source) (err error) {
	table, err := src.Table(i.options.reading(i.options.Limits.OrDefault()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	l := &lgdImport{
		areaImport: i, bodies: map[string]lgdBody{}, entered: map[area.Key]bool{}, places: map[string]area.Area{},
	}
	if err := l.survey(ctx, table); err != nil {
		return err
	}
	return table.Walk(func(row sheet.Row) error {
		if row.Number <= l.layout.line {
			return nil
		}
		return l.row(ctx, row)
	})
}

// survey reads the whole file once: it finds the header, and collects the local bodies that others refer to.
func (l *lgdImport) survey(ctx context.Context, table *sheet.Table) error {
	found, rows := false, 0
	err := table.Walk(func(row sheet.Row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !found && row.Fault == nil {
			if row.Number > sheet.HeadLines {
				return errNotReport()
			}
			l.layout, found = layoutOf(row)
			return nil
		}
		if rows++; rows > l.options.Limits.OrDefault().Records {
			return fault.New(fault.TooLarge, "too_many_records",
				fmt.Sprintf("More than %d rows are not read from one file.", l.options.Limits.OrDefault().Records))
		}
		if row.Fault == nil && l.layout.target == "body" {
			l.bodies[l.layout.value(row, "body", "code")] = lgdBody{
				l.layout.value(row, "body", "type"), l.layout.value(row, "body", "name"), l.layout.value(row, "body", "parent"),
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !found:
		return errNotReport()
	case l.layout.target == "subdistrict":
		return fault.New(fault.Unsupported, "lgd_report_unsupported",
			"This report lists sub-districts, which are no places here. Download the report of development blocks.")
	}
	return nil
}

// row imports the areas of one row.
func (l *lgdImport) row(ctx context.Context, row sheet.Row) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if row.Fault != nil {
		l.report.Read++
		l.report.refuse(row.Number, "", row.Fault)
		return nil //nolint:nilerr // the row is at fault, not the import
	}
	if skipped, err := l.excluded(row); skipped || err != nil {
		return err
	}
	for _, item := range l.layout.items(row, l.bodies) {
		if item.level == area.Panchayat && l.layout.target == "village" && l.entered[area.NewKey(item.level, item.code)] {
			continue // each village of a panchayat names it
		}
		l.report.Read++
		err := l.item(ctx, row.Number, item)
		if f := fault.Of(err); f != nil && aboutRecord(f) {
			l.report.refuse(row.Number, item.code, f)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// excluded reports whether the condition Where excludes a row, and counts it.
func (l *lgdImport) excluded(row sheet.Row) (bool, error) {
	column, value, conditional := strings.Cut(l.options.Where, "=")
	if !conditional {
		return false, nil
	}
	i := slices.Index(l.layout.header, column)
	if i < 0 {
		return false, fault.New(fault.Invalid, "column_missing",
			fmt.Sprintf("The report has no column %.60q.", column)).With("column", column)
	}
	if i < len(row.Cells) && strings.TrimSpace(row.Cells[i]) == value {
		return false, nil
	}
	l.report.Skipped++
	l.report.Read++
	return true, nil
}

// item enters one area. An area that is stored keeps its place in the hierarchy; one that is stored under a local code
// gets the LGD code as another name.
func (l *lgdImport) item(ctx context.Context, number int, item lgdItem) error {
	key := area.NewKey(item.level, item.code)
	if l.entered[key] {
		return fault.New(fault.Conflict, "code_repeated",
			fmt.Sprintf("This code is at line %d already; the shapes of an area are not joined.", l.seen[string(key)])).
			With("first", l.seen[string(key)])
	}
	parent, err := l.parentOf(ctx, item)
	if err != nil {
		return err
	}
	put := area.AreaPut{Level: item.level, Code: item.code, Name: item.name, Parent: parent.Key}
	put.NameBN, put.NameHI = localName(item.local)
	if err := put.Validate(); err != nil {
		return err
	}
	known, is, err := l.stored(ctx, item, parent)
	if err != nil {
		return err
	}
	lacks := true
	if is {
		if put, lacks, err = l.merged(ctx, known, put); err != nil {
			return err
		}
	}
	switch {
	case !lacks:
		l.report.Unchanged++
	case l.options.DryRun:
		l.report.Kept++
	default:
		if err := l.submit(ctx, number, put); err != nil {
			return err
		}
	}
	l.entered[key], l.seen[string(key)] = true, number
	return nil
}

// stored finds an item here: by its code, by an alias, or by its name if it has a local code below the same parent.
func (l *lgdImport) stored(ctx context.Context, item lgdItem, parent area.Area) (area.Area, bool, error) {
	if l.options.Parents == nil {
		return area.Area{}, false, nil
	}
	found, err := l.options.Parents.find(ctx, item.level, item.code)
	if err != nil {
		return area.Area{}, false, err
	}
	if len(found) == 1 && (found[0].Code == item.code || area.IsLocal(found[0].Code) && found[0].Parent == parent.Key) {
		return found[0], true, nil
	}
	found, err = l.options.Parents.find(ctx, item.level, item.name)
	found = slices.DeleteFunc(found, func(a area.Area) bool { return a.Parent != parent.Key || !area.IsLocal(a.Code) })
	if err != nil || len(found) != 1 {
		return area.Area{}, false, err
	}
	return found[0], true, nil
}

// merged returns what a stored area gets from the report, and whether it gets anything. Its parent stays.
func (l *lgdImport) merged(ctx context.Context, known area.Area, put area.AreaPut) (area.AreaPut, bool, error) {
	into := area.AreaPut{Level: known.Level, Code: known.Code, Name: known.Name}
	if known.NameBN == "" {
		into.NameBN = put.NameBN
	}
	if known.NameHI == "" {
		into.NameHI = put.NameHI
	}
	lacks := into.NameBN != "" || into.NameHI != ""
	if known.Code == put.Code {
		if known.Parent != put.Parent {
			l.report.Elsewhere++
		}
		if area.Fold(known.Name) != area.Fold(put.Name) {
			into.Name, lacks = put.Name, true
		}
		return into, lacks, nil
	}
	names, err := l.options.Parents.aliases(ctx, known.Key)
	if more := withNames(names, known.Name, put.Code, put.Name); len(more) > len(names) {
		into.Aliases, lacks = more, true
	}
	return into, lacks, err
}

// withNames adds to the other names of an area those that it is not known by.
func withNames(names []string, name string, others ...string) []string {
	all := slices.Clone(names)
	for _, other := range others {
		same := func(known string) bool { return area.Fold(known) == area.Fold(other) }
		if !same(name) && !slices.ContainsFunc(all, same) {
			all = append(all, other)
		}
	}
	return all
}

// parentOf returns the area above an item.
func (l *lgdImport) parentOf(ctx context.Context, item lgdItem) (area.Area, error) {
	if item.level == area.State {
		return area.Area{}, nil
	}
	place := item.parent
	if code, literal := strings.CutPrefix(l.options.Parent, "="); place == nil && literal {
		place = &lgdPlace{level: item.level.Above(), code: code}
	}
	if place == nil {
		return area.Area{}, fault.Field("/parent", "parent_missing", "The row names no area above this one.")
	}
	return l.find(ctx, place)
}

// find returns the one area that a report refers to.
func (l *lgdImport) find(ctx context.Context, p *lgdPlace) (area.Area, error) {
	key := area.NewKey(p.level, p.code)
	if p.code != "" && (l.options.Parents == nil || l.options.DryRun && l.entered[key]) {
		return area.Area{Key: key}, nil
	}
	path := "/"
	if p.within != nil {
		above, err := l.find(ctx, p.within)
		if err != nil {
			return above, err
		}
		path = above.Path
	}
	remembered := string(p.level) + " " + path + " " + p.text()
	if known, is := l.places[remembered]; is {
		return known, nil
	}
	var found []area.Area
	if l.options.Parents != nil {
		var err error
		if found, err = l.options.Parents.find(ctx, p.level, p.text()); err != nil {
			return area.Area{}, err
		}
	}
	found = slices.DeleteFunc(found, func(a area.Area) bool { return !strings.HasPrefix(a.Path, path) })
	if len(found) != 1 {
		return area.Area{}, notOneParent(p.level, p.text(), len(found))
	}
	l.places[remembered] = found[0]
	return found[0], nil
}
