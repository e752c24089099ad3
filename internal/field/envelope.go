package field

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/journal"
)

// Payload is the payload of a record, its bytes as they came.
type Payload = jsontext.Value

// lenient is for finding where one record ends and the next begins: whether a record itself may be so is judged when it
// is read.
var lenient = []json.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// open takes an envelope apart into its records. It is as strict about itself as every reader here, and leaves the
// inside of the records alone, so that one of them cannot spoil the others.
func open(raw []byte) (records []jsontext.Value, err error) {
	if len(raw) > MostBytes {
		return nil, fault.New(fault.TooLarge, "body_too_large", "This is larger than we take.").With("limit_bytes", MostBytes)
	}
	d := jsontext.NewDecoder(bytes.NewReader(raw), lenient...)
	if token, err := d.ReadToken(); err != nil || token.Kind() != '{' {
		return nil, malformed(err)
	}
	seen := map[string]bool{}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, malformed(err)
		}
		member := name.String()
		if seen[member] {
			return nil, fault.Field("/"+member, "duplicate_field", "This field comes twice.")
		}
		seen[member] = true
		switch member {
		case "protocol":
			err = protocol(d)
		case "records":
			records, err = list(d)
		default:
			err = fault.Field("", "unknown_field", "An envelope has the fields protocol and records.")
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := d.ReadToken(); err != nil { // the closing brace
		return nil, malformed(err)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, malformed(err)
	}
	return records, complete(seen)
}

func complete(seen map[string]bool) error {
	for _, member := range []string{"protocol", "records"} {
		if !seen[member] {
			return fault.Field("/"+member, "required", "This must be said.")
		}
	}
	return nil
}

func protocol(d *jsontext.Decoder) error {
	value, err := d.ReadValue()
	if err != nil {
		return malformed(err)
	}
	if string(value) != "1" {
		return fault.Field("/protocol", "unknown_protocol", "This server speaks another version.").With("speaks", Protocol)
	}
	return nil
}

func list(d *jsontext.Decoder) (records []jsontext.Value, err error) {
	if d.PeekKind() != '[' {
		return nil, fault.Field("/records", "wrong_type", "This field has another type.")
	}
	for _, err = d.ReadToken(); err == nil && d.PeekKind() != ']'; {
		var value jsontext.Value
		if value, err = d.ReadValue(); err != nil {
			return nil, malformed(err)
		}
		if len(records) == MostRecords {
			return nil, fault.New(fault.TooLarge, "too_many_records", "One push carries fewer records.").
				At("/records").With("most", MostRecords)
		}
		records = append(records, value.Clone())
	}
	if err == nil {
		_, err = d.ReadToken()
	}
	if err != nil {
		return nil, malformed(err)
	}
	return records, nil
}

func malformed(cause error) error {
	return fault.New(fault.Invalid, "malformed_json", "This is not well-formed JSON.").Because(cause)
}

// read reads one record strictly. Of a record that cannot be read the entry holds the id at least, where there is one.
func read(value jsontext.Value) (journal.Entry, *fault.Fault) {
	r, err := intake.Decode[Record](value)
	if err == nil && string(value) == "null" {
		err = fault.New(fault.Invalid, "wrong_type", "A record is an object.")
	}
	if err == nil {
		err = r.check()
	}
	if f := fault.Of(err); f != nil {
		return journal.Entry{ID: idOf(value)}, f
	}
	return journal.Entry{
		ID: r.ID, Kind: r.Kind, Schema: r.Schema, OccurredAt: r.OccurredAt, Device: r.Device, DeviceSeq: r.DeviceSeq,
		Payload: r.Payload,
	}, nil
}

func (r Record) check() error {
	if len(r.Device) > longestDevice {
		return fault.Field("/device", "too_long", "A device's name is shorter.").With("longest", longestDevice)
	}
	if r.DeviceSeq < 0 {
		return fault.Field("/device_seq", "out_of_range", "A device counts from 0.")
	}
	return nil
}

// idOf finds the id in a record that cannot be read otherwise, so that the phone knows which one is meant.
func idOf(value jsontext.Value) journal.EntryID {
	var r struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(value, &r, lenient...); err != nil || !intake.CanonicalUUID(r.ID) {
		return ""
	}
	return journal.EntryID(r.ID)
}
