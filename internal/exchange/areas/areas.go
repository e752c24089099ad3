// Package areas imports places: GeoJSON and CSV record by record, an area.put for each. It writes no domain table
// and does not depend on Fiber: entries go to a SubmitFunc.
package areas

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/area"
	"tripol/internal/exchange/sheet"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/place"
)

// Options maps properties of GeoJSON features, or columns of a list, to the fields of an area. Without level, code and
// name the file is a report of the Local Government Directory, which is recognised by its header.
type Options struct {
	Level       area.Level
	Code        string         // property of the code
	Name        string         // property of the name
	NameBN      string         // property of the Bengali name; optional
	NameHI      string         // property of the Hindi name; optional
	Alias       string         // property of other names, divided by ; or |; optional
	Parent      string         // property that names the parent by code or name, or =LITERAL for all; optional
	ParentLevel area.Level     // of the parent; by default the level above
	Issuer      string         // put before each code, such as wb-gp
	Where       string         // PROP=VALUE: other features are skipped; optional
	Quality     area.Quality   // of outlines; approximate by default
	Attribution string         // source of the outlines; optional
	Lon, Lat    string         // columns of the centre; optional, GeoJSON points need none
	Encoding    sheet.Encoding // of a list as text; UTF-8 by default
	Sheet       string         // of a workbook; the first that is visible by default
	Parents     *ParentFinder  // without it, parents are found by code alone
	DryRun      bool           // validate, enter nothing; Kept counts what would be entered
	Limits      sheet.Limits
}

// Import reads a GeoJSON FeatureCollection, a CSV file or a workbook and submits an area.put for each feature or row.
// The file is read to its end before the first entry, so a truncated file changes nothing. Then each record succeeds or
// fails independently; the report lists each rejected record with its number, code and reason. The import is
// idempotent: entry ids derive from the file's digest, the number and the payload.
func Import(ctx context.Context, take intake.SubmitFunc, r io.Reader, o Options) (report Report, err error) {
	if err := o.check(); err != nil {
		return Report{}, err
	}
	limits := o.Limits.OrDefault()
	src, err := sheet.OpenSource(r, limits.File)
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	kind, err := src.DetectFormat(o.Encoding)
	if err != nil {
		return Report{}, err
	}
	i := &areaImport{options: o, take: take, digest: src.Digest, seen: map[string]int{}, parents: map[string]area.Key{}}
	i.report = Report{Unit: "line", Refused: []Refusal{}}
	if o.isReport() {
		if kind == sheet.GeoJSON {
			return Report{}, errNotReport()
		}
		err = i.importLGD(ctx, src)
		return i.report, err
	}
	if kind == sheet.GeoJSON {
		i.report.Unit = "feature"
	}
	walk, closeList, err := o.records(src, kind, limits)
	if err != nil {
		return Report{}, err
	}
	defer func() { err = errors.Join(err, closeList()) }()
	if err := walk(func(sheet.Record) error { return ctx.Err() }); err != nil {
		return Report{}, err
	}
	err = walk(func(rec sheet.Record) error { return i.process(ctx, rec) })
	return i.report, err
}

// records returns the function that reads the records of a file: GeoJSON, a list as text, or the first sheet of a
// workbook.
func (o Options) records(
	src *sheet.Source, kind sheet.Format, limits sheet.Limits,
) (walk func(each func(sheet.Record) error) error, done func() error, err error) {
	if kind == sheet.GeoJSON {
		walk = func(each func(sheet.Record) error) error {
			from, err := src.Rewind()
			if err != nil {
				return err
			}
			return readFeatures(from, limits, each)
		}
		return walk, func() error { return nil }, nil
	}
	table, err := src.Table(o.reading(limits))
	if err != nil {
		return nil, nil, err
	}
	header := sheet.Header{Columns: o.columns()}
	return func(each func(sheet.Record) error) error {
		return sheet.ReadRecords(table, limits, header, each)
	}, table.Close, nil
}

func (o Options) reading(limits sheet.Limits) sheet.Settings {
	settings := sheet.Settings{Encoding: o.Encoding, Longest: int(limits.Record), FillMerged: true}
	if o.Sheet != "" {
		settings.Sheets = []string{o.Sheet}
	}
	return settings
}

// isReport reports whether no columns are named.
func (o Options) isReport() bool { return o.Level == "" && o.Code == "" && o.Name == "" }

func (o Options) check() error {
	if !o.isReport() {
		if err := o.checkColumns(); err != nil {
			return err
		}
	}
	switch {
	case o.Where != "" && !strings.Contains(o.Where, "="):
		return fault.New(fault.Invalid, "option_malformed", "A condition has the form PROP=VALUE.")
	case o.Quality != "" && !slices.Contains(area.Qualities, o.Quality):
		return fault.New(fault.Invalid, "quality_unknown", "An outline is surveyed or approximate.")
	case (o.Lon == "") != (o.Lat == ""):
		return fault.New(fault.Invalid, "option_missing", "A centre needs a longitude column and a latitude column.")
	}
	return area.CheckIssuer(o.Issuer)
}

func (o Options) checkColumns() error {
	switch {
	case !o.Level.Known():
		return fault.New(fault.Invalid, "level_unknown", fmt.Sprintf("There is no level %.40q.", o.Level))
	case o.ParentLevel != "" && !o.ParentLevel.Known():
		return fault.New(fault.Invalid, "level_unknown", fmt.Sprintf("There is no level %.40q.", o.ParentLevel))
	case o.Code == "" || o.Name == "":
		return fault.New(fault.Invalid, "option_missing", "Name the properties that hold code and name.")
	}
	return nil
}

// columns returns the required column names of a CSV header.
func (o Options) columns() []string {
	where, _, _ := strings.Cut(o.Where, "=")
	wanted := []string{o.Code, o.Name, o.NameBN, o.NameHI, o.Alias, where, o.Lon, o.Lat}
	if !strings.HasPrefix(o.Parent, "=") {
		wanted = append(wanted, o.Parent)
	}
	return slices.DeleteFunc(wanted, func(name string) bool { return name == "" })
}

type areaImport struct {
	options Options
	take    intake.SubmitFunc
	digest  [sha256.Size]byte
	report  Report
	seen    map[string]int      // code → number of its first record
	parents map[string]area.Key // text → key, of those found
}

// process imports a record. Only an error that does not concern this record alone ends the import.
func (i *areaImport) process(ctx context.Context, rec sheet.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	i.report.Read++
	if rec.Fault == nil && i.skipped(rec) {
		i.report.Skipped++
		return nil
	}
	err := i.importRecord(ctx, rec)
	if f := fault.Of(err); f != nil && aboutRecord(f) {
		i.report.refuse(rec.Number, rec.Value(i.options.Code), f)
		return nil
	}
	return err
}

// aboutRecord reports whether a fault concerns one record only. Missing rights, a full disk and a busy database concern
// all.
func aboutRecord(f *fault.Fault) bool {
	switch f.Kind {
	case fault.Invalid, fault.Missing, fault.Conflict, fault.Gone, fault.TooLarge, fault.Unsupported:
		return true
	case fault.Unauthenticated, fault.Forbidden, fault.Throttled, fault.Busy, fault.StorageFull:
		return false
	}
	return false
}

func (i *areaImport) skipped(rec sheet.Record) bool {
	name, value, conditional := strings.Cut(i.options.Where, "=")
	return conditional && rec.Value(name) != value
}

func (i *areaImport) importRecord(ctx context.Context, rec sheet.Record) error {
	if rec.Fault != nil {
		return rec.Fault
	}
	description, err := i.describe(ctx, rec)
	if err != nil {
		return err
	}
	if err := description.Validate(); err != nil {
		return err
	}
	if first, again := i.seen[description.Code]; again {
		return fault.New(fault.Conflict, "code_repeated",
			fmt.Sprintf("This code is at %s %d already; the shapes of an area are not joined.",
				i.report.Unit, first)).With("first", first)
	}
	i.seen[description.Code] = rec.Number
	if i.options.DryRun {
		i.report.Kept++
		return nil
	}
	return i.submit(ctx, rec.Number, description)
}

// submit submits the entry. If an earlier run's entry was rejected (its parent was missing then), its id is used up, so
// the record is resubmitted under the id of the next attempt. An entry that was applied is not resubmitted.
func (i *areaImport) submit(ctx context.Context, number int, d area.AreaPut) error {
	payload, err := json.Marshal(d)
	if err != nil {
		return err
	}
	var outcome journal.Outcome
	for try := range intake.MaxTries {
		outcome, err = i.take(ctx, "area.put", i.entryID(number, payload, try), json.RawMessage(payload))
		if err != nil {
			return err
		}
		if outcome.Status != journal.StatusDuplicate || outcome.Was == journal.StatusApplied {
			break
		}
	}
	switch {
	case outcome.Status == journal.StatusApplied:
		i.report.Kept++
	case outcome.Status == journal.StatusDuplicate && outcome.Was == journal.StatusApplied:
		i.report.Unchanged++
	default:
		return intake.RefusalOf(outcome)
	}
	return nil
}

// entryID returns a UUIDv8 derived from file, number, payload and attempt.
func (i *areaImport) entryID(number int, payload []byte, try int) journal.EntryID {
	sum := sha256.New()
	sum.Write([]byte("tripol import areas\x00"))
	sum.Write(i.digest[:])
	sum.Write(binary.BigEndian.AppendUint64(nil, uint64(number))) //nolint:gosec // numbers count from 1
	sum.Write(binary.BigEndian.AppendUint64(nil, uint64(try)))    //nolint:gosec // attempts count from 0
	sum.Write(payload)
	return journal.EntryID(intake.DerivedID(sum.Sum(nil)))
}

// describe builds a record's payload.
func (i *areaImport) describe(ctx context.Context, rec sheet.Record) (area.AreaPut, error) {
	o := i.options
	d := area.AreaPut{
		Level: o.Level, Code: area.LocalCode(o.Issuer,
			rec.Value(o.Code)), Name: rec.Value(o.Name), NameBN: rec.Value(o.NameBN),
		NameHI:  rec.Value(o.NameHI),
		Aliases: aliases(rec.Value(o.Alias)),
	}
	if d.Code == "" {
		return d, fault.New(fault.Invalid, "code_missing", fmt.Sprintf("The property %.60q has no code.", o.Code)).At("/code")
	}
	if err := i.shape(rec, &d); err != nil {
		return d, err
	}
	parent, err := i.parent(ctx, rec)
	d.Parent = parent
	return d, err
}

func aliases(text string) []string {
	var out []string
	for _, alias := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '|' }) {
		if alias = strings.TrimSpace(alias); alias != "" {
			out = append(out, alias)
		}
	}
	return out
}

// shape sets the outline from a polygon or the centre from a point.
func (i *areaImport) shape(rec sheet.Record, d *area.AreaPut) error {
	kind, err := place.GeometryType(rec.Geometry)
	if err != nil {
		return shapeFault(err)
	}
	switch kind {
	case "":
		return i.columnsCentre(rec, d)
	case "Point":
		point, err := place.PointFromGeoJSON(rec.Geometry)
		if err != nil {
			return shapeFault(err)
		}
		d.Centre = point[:]
	default: // Validate rejects other geometry types
		d.Outline = json.RawMessage(rec.Geometry)
		d.Quality, d.Attribution = i.quality(rec), i.options.Attribution
	}
	return nil
}

// quality returns the caller's quality, unless the feature itself is marked approximate.
func (i *areaImport) quality(rec sheet.Record) area.Quality {
	if strings.HasPrefix(rec.Value("quality"), string(area.Approximate)) || i.options.Quality == "" {
		return area.Approximate
	}
	return i.options.Quality
}

func (i *areaImport) columnsCentre(rec sheet.Record, d *area.AreaPut) error {
	lon, lat := rec.Value(i.options.Lon), rec.Value(i.options.Lat)
	if i.options.Lon == "" || (lon == "" && lat == "") {
		return nil
	}
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if errX != nil || errY != nil {
		return fault.Field("/centre", "centre_malformed", "The longitude or latitude is not a number.")
	}
	d.Centre = []float64{x, y}
	return nil
}

func shapeFault(err error) error {
	if refused, is := errors.AsType[*place.OutlineError](err); is {
		return fault.Field("/outline", refused.Code, refused.Message)
	}
	return err
}

// parent returns the key of a record's parent area.
func (i *areaImport) parent(ctx context.Context, rec sheet.Record) (area.Key, error) {
	if i.options.Parent == "" {
		return "", nil
	}
	text, literal := strings.CutPrefix(i.options.Parent, "=")
	if !literal {
		text = rec.Value(i.options.Parent)
	}
	if text == "" {
		return "", fault.New(fault.Invalid, "parent_missing",
			fmt.Sprintf("The property %.60q names no parent.", i.options.Parent)).At("/parent")
	}
	level := i.options.ParentLevel
	if level == "" {
		level = i.options.Level.Above()
	}
	if i.options.Parents == nil {
		return area.NewKey(level, text), nil
	}
	if key, known := i.parents[text]; known {
		return key, nil
	}
	found, err := i.options.Parents.find(ctx, level, text)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", notOneParent(level, text, len(found))
	}
	i.parents[text] = found[0].Key
	return found[0].Key, nil
}
