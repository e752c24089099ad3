package field

import (
	"strconv"
	"time"

	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/phonedata/protocol1"
	"tripol/internal/phonedata/protocol2"
	"tripol/internal/summary"
	"tripol/internal/voice"
)

// Version is the version of the protocol of packs and the feed, which a phone states in each request for them.
// Enrolment, pushes and photos have no versions of their own: see Protocol.
type Version int

// The versions that this server knows. A request that states none is of version 1: the first phones do not.
const (
	Version1 Version = protocol1.Version
	Version2 Version = protocol2.Version
)

// Protocol1Ends is when packs and the feed of version 1 end, six months after version 2 began. What phones of version 1
// have not sent yet is accepted for ever.
var Protocol1Ends = db.At(time.Date(2027, time.June, 1, 0, 0, 0, 0, time.UTC))

// VersionOf returns the version that a request states. One that has ended is refused, as is one that this server does
// not know; both refusals state the version to use.
func VersionOf(stated string, now db.Instant) (Version, error) {
	if stated == "" {
		stated = strconv.Itoa(int(Version1))
	}
	for version := range formats {
		if stated != strconv.Itoa(int(version)) {
			continue
		}
		if version == Version1 && !now.Before(Protocol1Ends.Time) {
			return 0, fault.New(fault.Gone, "protocol_ended", "This version of the protocol has ended. Update the app.").
				At("/protocol").With("speaks", int(Version2)).With("ended", Protocol1Ends)
		}
		return version, nil
	}
	return 0, fault.Field("/protocol", "unknown_protocol", "This server uses another protocol version.").
		With("speaks", int(Version2))
}

// format encodes what phones hold in the structs of one version. They are this contract's own, so that a change of
// another package's struct is a compile error in a format, and never another text on a phone.
type format interface {
	manifest(m Manifest) any
	work(w work) any
	areas(rows []area.Carried) (any, error)
	families(rows []summary.Carried) any
	list(rows []summary.Entitled) any
	box(sealed []byte) any
	revoked(at int64, cards []byte) any
	keys(rows []card.PublicKey) any
	voice(rows []voice.Recording) any // nil: not in this version
	feed(f Feed) any
}

var formats = map[Version]format{Version1: format1{}, Version2: format2{}}

// In returns the feed in the structs of a version.
func (f Feed) In(version Version) any { return formats[version].feed(f) }

// convert converts each row. No rows stay no rows: version 1 encodes them as null.
func convert[From, To any](rows []From, one func(From) To) []To {
	if rows == nil {
		return nil
	}
	all := make([]To, len(rows))
	for i, row := range rows {
		all[i] = one(row)
	}
	return all
}
