package web

import (
	"encoding/json"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/stock"
)

// MeView is the requesting phone's current state.
type MeView struct {
	Account PhoneAccount `json:"account"`
	Now     db.Instant   `json:"now"`
}

func whichPhone(c *call) (MeView, error) {
	return MeView{Account: viewPhoneAccount(c.phone), Now: c.server.Store.Now()}, nil
}

// issuePack creates a pack, within the concurrency limit: each is a whole list in memory.
func issuePack(c *call) (field.Issued, error) {
	version, err := c.protocol()
	if err != nil {
		return field.Issued{}, err
	}
	leave, err := c.server.packing.acquire(c.context())
	if err != nil {
		return field.Issued{}, err
	}
	defer leave()
	return c.server.door().Issue(c.context(), c.phone, version)
}

// protocol returns the version of the protocol that a phone asks for.
func (c *call) protocol() (field.Version, error) {
	return field.VersionOf(c.Query("protocol"), c.server.Store.Now())
}

func packPart(c *call) error {
	pack, err := c.id("part")
	if err != nil {
		return err
	}
	read := c.server.door().PackPart
	if c.acceptsGzip() {
		read = c.server.door().PackedPart // as it is stored: 2,000 families are 200 kB instead of 1.2 MB
	}
	body, err := read(c.context(), c.phone, pack, c.param("part"))
	if err != nil {
		return err
	}
	if c.acceptsGzip() {
		c.Set(fiber.HeaderContentEncoding, "gzip")
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(body)
}

// feed answers in the structs of the version that the phone asks for.
func feed(c *call) error {
	version, err := c.protocol()
	if err != nil {
		return err
	}
	told, err := feedSince(c)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.JSON(told.In(version))
}

func feedSince(c *call) (field.Feed, error) {
	var cursor [2]int64
	for i, name := range []string{"epoch", "seq"} {
		n, err := strconv.ParseInt(c.Query(name), 10, 64)
		if err != nil {
			return field.Feed{}, fault.Field("/"+name, "wrong_type", "Must be a number.")
		}
		cursor[i] = n
	}
	var nextSeq int64 // 0: the phone still has entries to send, or is older than this parameter
	if text := c.Query("next_seq"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return field.Feed{}, fault.Field("/next_seq", "wrong_type", "Must be a number.")
		}
		nextSeq = n
	}
	from := journal.Head{Seq: cursor[1], Hash: c.Query("hash")}
	answer, err := c.server.door().Since(c.context(), c.phone, cursor[0], from)
	if err != nil {
		return answer, err
	}
	answer.Gaps, err = c.server.door().Gaps(c.context(), c.phone, nextSeq)
	return answer, err
}

// LanesIn splits a list into lanes. The team leader's PIN is not stored, only the keys wrapped under it.
type LanesIn struct {
	ID    journal.EntryID `json:"id" format:"uuid"`
	Lanes int             `json:"lanes" minimum:"1" maximum:"20"`
	PIN   string          `json:"pin" format:"leader-pin" required:"true"`
}

func setLanes(c *call, in LanesIn) (journal.Outcome, error) {
	id, err := c.id("distribution")
	if err != nil {
		return journal.Outcome{}, err
	}
	of := distribution.ID(id)
	return c.besideLeader(in.ID, "distribution.lanes", distribution.DistributionLanes{Distribution: of, Lanes: in.Lanes},
		distribution.Leader{Distribution: of, Lanes: in.Lanes, PIN: in.PIN})
}

// LeaderIn is the team leader's PIN of a list that is not split. Only its verifier is stored.
type LeaderIn struct {
	ID  journal.EntryID `json:"id" format:"uuid"`
	PIN string          `json:"pin" format:"leader-pin" required:"true"`
}

func setLeader(c *call, in LeaderIn) (journal.Outcome, error) {
	id, err := c.id("distribution")
	if err != nil {
		return journal.Outcome{}, err
	}
	of := distribution.ID(id)
	return c.besideLeader(in.ID, "distribution.leader", distribution.DistributionLeader{Distribution: of},
		distribution.Leader{Distribution: of, PIN: in.PIN})
}

// besideLeader decides an entry with the leader's PIN beside it.
func (c *call) besideLeader(
	id journal.EntryID, kind string, in any, leader distribution.Leader,
) (journal.Outcome, error) {
	payload, err := json.Marshal(in)
	if err != nil {
		return journal.Outcome{}, err
	}
	e := journal.Entry{
		ID: id, Kind: kind, Schema: intake.Schema, OccurredAt: c.server.Store.Now(), Payload: payload,
	}
	outcome, err := c.server.Intake.TakeWith(c.context(), c.server.Store, c.session.Actor, e, leader.Keep)
	if err == nil && statusOf(outcome) != fiber.StatusOK {
		return outcome, refusedOutcome(outcome)
	}
	return outcome, err
}

// CustodyView shows the goods carried for a distribution.
type CustodyView struct {
	Phones   []CarrierView  `json:"phones" nullable:"false"`
	Lanes    []LaneView     `json:"lanes" nullable:"false"`
	Recorded map[string]int `json:"recorded"` // handovers recorded by phones, by outcome
	Leader   bool           `json:"leader"`   // whether the team leader's PIN is set
}

// CarrierView is one phone at a site.
type CarrierView struct {
	Credential people.CredentialID `json:"credential"`
	Name       string              `json:"name"` // of its worker
	Carries    []distribution.Due  `json:"carries" nullable:"false"`
	Closed     bool                `json:"closed"` // its holder has counted
}

// LaneView is a lane of a list.
type LaneView struct {
	Lane       int                 `json:"lane"`
	Families   int                 `json:"families"`
	Credential people.CredentialID `json:"credential"` // of the phone that holds it; empty: none
	Name       string              `json:"name"`       // of that phone's worker
	Opened     int                 `json:"opened"`     // how often a team leader opened it on another phone
}

func custody(c *call) (CustodyView, error) {
	id, err := c.id("distribution")
	v := CustodyView{Phones: []CarrierView{}, Lanes: []LaneView{}}
	if err != nil {
		return v, err
	}
	return v, c.read(func(tx *db.Tx) error {
		at, err := distribution.ActivityAt(tx, distribution.ID(id))
		if err != nil {
			return err
		}
		devices := make([]people.CredentialID, len(at.Phones))
		texts := make([]string, len(at.Phones))
		for i, phone := range at.Phones {
			devices[i], texts[i] = people.CredentialID(phone.Device), phone.Device
		}
		for _, lane := range at.Lanes {
			if lane.Device != "" {
				devices = append(devices, people.CredentialID(lane.Device))
			}
		}
		names, err := people.WorkerNames(tx, devices)
		if err != nil {
			return err
		}
		held, err := stock.CustodyOf(tx, texts)
		if err != nil {
			return err
		}
		for _, phone := range at.Phones {
			carrier := CarrierView{
				Credential: people.CredentialID(phone.Device), Name: names[people.CredentialID(phone.Device)],
				Carries: []distribution.Due{}, Closed: phone.Closed,
			}
			for _, b := range held[phone.Device] {
				carrier.Carries = append(carrier.Carries, distribution.Due(b))
			}
			v.Phones = append(v.Phones, carrier)
		}
		for _, lane := range at.Lanes { // also phones that have not recorded anything yet
			v.Lanes = append(v.Lanes, LaneView{
				Lane: lane.Lane, Families: lane.Families, Credential: people.CredentialID(lane.Device),
				Name: names[people.CredentialID(lane.Device)], Opened: lane.Opened,
			})
		}
		v.Recorded = at.Recorded
		leader, err := distribution.LeaderOf(tx, distribution.ID(id))
		v.Leader = leader != nil
		return err
	})
}

func photoHave(c *call) (field.UploadProgress, error) {
	return c.server.door().PhotoHave(c.context(), c.phone, media.ID(c.param("id")))
}

func takePiece(c *call) error {
	if c.Get(fiber.HeaderContentType) != fiber.MIMEOctetStream {
		return fault.New(fault.Unsupported, "content_type", "Send application/octet-stream.")
	}
	if c.phone.Withdrawn {
		return fault.New(fault.Unauthenticated, "device_withdrawn", "This phone has been blocked.")
	}
	body := append([]byte(nil), c.Request().Body()...)
	in := field.PhotoPiece{Photo: media.ID(c.param("id")), SHA256: c.Query("sha256"), Body: body}
	for name, n := range map[string]*int64{"offset": &in.Offset, "size": &in.Size} {
		var err error
		if *n, err = strconv.ParseInt(c.Query(name), 10, 64); err != nil {
			return fault.Field("/"+name, "wrong_type", "Must be a number.")
		}
	}
	kept, err := c.server.door().AddPiece(c.context(), c.phone, c.server.Photos, in)
	if err != nil {
		return err
	}
	return c.JSON(kept)
}
