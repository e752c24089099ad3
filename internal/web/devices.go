package web

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/field"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// EnrolIn is a phone's enrolment request: with an invitation's code, or with login and password.
type EnrolIn struct {
	Protocol int             `json:"protocol"`
	Device   people.DeviceID `json:"device" format:"uuid"`
	Name     string          `json:"name" maxLength:"80"`
	Code     string          `json:"code,omitempty" maxLength:"200" fault:"invitation_unknown"`
	Login    string          `json:"login,omitempty" maxLength:"200"`
	Password string          `json:"password,omitempty" maxLength:"500"`
	// SecondFactor is a code, for an enrolment by password of an account with a second factor.
	SecondFactor string `json:"second_factor,omitempty" maxLength:"200"`
	// NewPassword is chosen with an invitation by people who work in the office too.
	NewPassword string `json:"new_password,omitempty" maxLength:"500"`
}

// EnrolledView is the response to an enrolment. The tokens are stored nowhere else.
type EnrolledView struct {
	Protocol   int                 `json:"protocol"`
	Credential people.CredentialID `json:"credential"`
	Device     people.DeviceID     `json:"device"`
	PushToken  people.Token        `json:"push_token"`
	FullToken  people.Token        `json:"full_token"`
	Account    PhoneAccount        `json:"account"`
	SealKey    string              `json:"seal_key"`
	PackKey    string              `json:"pack_key"`
	Epoch      journal.Epoch       `json:"epoch"`
	Now        db.Instant          `json:"now"`
	HelpNumber string              `json:"help_number"`
}

// PhoneAccount is a phone's worker, with the roles that phones may use.
type PhoneAccount struct {
	ID               actor.AccountID      `json:"id"`
	Name             string               `json:"name"`
	Login            string               `json:"login"`
	Language         string               `json:"language" set:"language"`
	Organisation     actor.OrganisationID `json:"organisation"`
	OrganisationName string               `json:"organisation_name"`
	Grants           []PhoneGrant         `json:"grants" nullable:"false"`
}

// PhoneGrant is a role over an area and all below it.
type PhoneGrant struct {
	Role actor.Role `json:"role"`
	Path string     `json:"path"`
}

// enrolDevice issues a phone's credential. One transaction stores the entry and the tokens' hashes and uses up the
// invitation.
func enrolDevice(c *call, in EnrolIn) (EnrolledView, error) {
	if in.Protocol != field.Protocol {
		return EnrolledView{}, fault.Field("/protocol", "unknown_protocol", "Unsupported protocol version.").
			With("speaks", field.Protocol)
	}
	who, err := c.newcomer(in)
	if err != nil {
		return EnrolledView{}, err
	}
	payload, err := json.Marshal(people.DeviceEnrol{Credential: who.Credential, Device: in.Device, Name: in.Name})
	if err != nil {
		return EnrolledView{}, err
	}
	e := journal.Entry{
		ID: journal.EntryID(db.NewID()), Kind: "device.enrol", Schema: intake.Schema, OccurredAt: c.server.Store.Now(),
		Payload: payload, Credential: string(who.Credential),
	}
	outcome, err := c.server.Intake.TakeWith(c.context(), c.server.Store, who.Actor, e, who.Keep)
	if err != nil {
		return EnrolledView{}, err
	}
	if outcome.Status != journal.StatusApplied {
		return EnrolledView{}, refusedOutcome(outcome)
	}
	c.recognise(who.Browser)
	c.Status(fiber.StatusCreated)
	return c.enrolled(in, who)
}

// EnrolleeView is the worker who is about to enrol a phone.
type EnrolleeView struct {
	Name  string `json:"name"`
	Login string `json:"login"`
}

// CheckIn is a login and password, with a code where the account has a second factor. The code is not used up.
type CheckIn struct {
	Login        string `json:"login" minLength:"1" maxLength:"200"`
	Password     string `json:"password" minLength:"1" maxLength:"500"`
	SecondFactor string `json:"second_factor,omitempty" maxLength:"200"`
}

// checkEnrolment verifies a login and password before its holder chooses the phone's PIN. It writes nothing; attempts
// are rate-limited like those of a sign-in.
func checkEnrolment(c *call, in CheckIn) (EnrolleeView, error) {
	who, err := c.newcomer(EnrolIn{Login: in.Login, Password: in.Password, SecondFactor: in.SecondFactor})
	if err != nil {
		return EnrolleeView{}, err
	}
	if err := who.Actor.Must(actor.PhoneRoles...); err != nil {
		return EnrolleeView{}, err
	}
	return EnrolleeView{Name: who.Actor.Name, Login: in.Login}, nil
}

func (c *call) newcomer(in EnrolIn) (people.Newcomer, error) {
	switch {
	case in.Code != "":
		return c.server.People.ByInvitation(c.context(), c.caller(), in.Code, in.NewPassword)
	case in.Login == "":
		return people.Newcomer{}, fault.Field("/code", "required", "Type the code of your invitation.")
	case in.Password == "":
		return people.Newcomer{}, fault.Field("/password", "required", "Type your password.")
	}
	return c.server.People.ByPassword(c.context(), c.caller(), in.Login, in.Password, in.SecondFactor)
}

func (c *call) enrolled(in EnrolIn, who people.Newcomer) (EnrolledView, error) {
	phone, err := people.PhoneOf(c.context(), c.server.Store, who.Full)
	if err != nil {
		return EnrolledView{}, err
	}
	keys := c.server.PhoneKeys
	v := EnrolledView{
		Protocol: field.Protocol, Credential: who.Credential, Device: in.Device, PushToken: who.Push, FullToken: who.Full,
		SealKey: keys.Sealing.Recipient(), PackKey: base64.StdEncoding.EncodeToString(keys.Public()),
		HelpNumber: c.server.HelpNumber, Account: viewPhoneAccount(phone),
	}
	err = c.server.Store.Read(c.context(), phone.Actor, func(tx *db.Tx) (err error) {
		v.Now = tx.Now
		v.Epoch, err = journal.CurrentEpoch(tx)
		return err
	})
	return v, err
}

func viewPhoneAccount(phone people.Phone) PhoneAccount {
	v := PhoneAccount{
		ID: phone.Actor.Account, Name: phone.Actor.Name, Login: phone.Login, Language: phone.Language,
		Organisation: phone.Actor.Organisation, OrganisationName: phone.OrganisationName, Grants: []PhoneGrant{},
	}
	for _, g := range phone.Actor.Grants {
		v.Grants = append(v.Grants, PhoneGrant(g))
	}
	return v
}

// refusedOutcome converts a refused outcome to an error, for responses that are not outcomes.
func refusedOutcome(o journal.Outcome) error {
	kind := fault.Invalid
	switch statusOf(o) {
	case fiber.StatusForbidden:
		kind = fault.Forbidden
	case fiber.StatusConflict:
		kind = fault.Conflict
	case fiber.StatusNotFound:
		kind = fault.Missing
	case fiber.StatusGone:
		kind = fault.Gone
	}
	f := fault.New(kind, o.Code, o.Message).At(o.Path)
	f.Numbers = o.Numbers
	return f
}

// DeviceView is a phone in the office's list.
type DeviceView struct {
	Credential   people.CredentialID `json:"credential"`
	Device       people.DeviceID     `json:"device"`
	DeviceName   string              `json:"device_name"`
	Account      actor.AccountID     `json:"account"`
	Name         string              `json:"name"`
	Login        string              `json:"login"`
	EnrolledAt   db.Instant          `json:"enrolled_at"`
	AccountEnded bool                `json:"account_ended"`
	WithdrawnAt  *db.Instant         `json:"withdrawn_at"`
	Reason       string              `json:"reason"`
	LastAt       *db.Instant         `json:"last_at"` // last contact
	App          string              `json:"app"`
	Waiting      int64               `json:"waiting"` // unsent entries, as last reported
	Bytes        int64               `json:"bytes"`
	Photos       int64               `json:"photos"`
	OldestAt     *db.Instant         `json:"oldest_at"`
	Pack         string              `json:"pack"`
	Skew         int64               `json:"skew_seconds"`          // its clock minus the server's
	Missing      int64               `json:"missing"`               // sequence numbers that were not received
	Gaps         []field.Range       `json:"gaps" nullable:"false"` // the lowest ranges of them
	Gone         int64               `json:"gone"`                  // missing numbers that the phone no longer has

	Practised []people.PracticeTask `json:"practised" nullable:"false"` // finished tasks of practice mode
}

// DeviceList is the office's list of phones.
type DeviceList struct {
	Rows []DeviceView `json:"rows" nullable:"false"`
	Next string       `json:"next"` // always empty: the list is one page
}

func listDevices(c *call) (DeviceList, error) {
	list := DeviceList{Rows: []DeviceView{}}
	return list, c.read(func(tx *db.Tx) error {
		rows, err := people.Devices(tx)
		if err != nil {
			return err
		}
		gaps, err := field.GapsOf(tx)
		if err != nil {
			return err
		}
		ids := make([]people.CredentialID, len(rows))
		for i, row := range rows {
			ids[i] = row.Credential
		}
		practised, err := people.PractisedOf(tx, ids)
		for _, row := range rows {
			v := viewDevice(row, gaps[row.Credential])
			v.Practised = append(v.Practised, practised[row.Credential]...)
			list.Rows = append(list.Rows, v)
		}
		return err
	})
}

func viewDevice(row people.Enrolled, gaps field.PhoneGaps) DeviceView {
	v := DeviceView{
		Credential: row.Credential, Device: row.Device, DeviceName: row.DeviceName, Account: row.Account, Name: row.Name,
		Login: row.Login, EnrolledAt: row.EnrolledAt, AccountEnded: row.AccountEnded, WithdrawnAt: row.WithdrawnAt,
		Reason: row.Reason, LastAt: row.LastAt, App: row.App, Waiting: row.Waiting, Bytes: row.Bytes, Photos: row.Photos,
		OldestAt: row.OldestAt, Pack: row.Pack, Skew: row.Skew, Missing: row.Missing, Gaps: []field.Range{}, Gone: gaps.Gone,
		Practised: []people.PracticeTask{},
	}
	v.Gaps = append(v.Gaps, gaps.Open...)
	return v
}

// LetInView is the number of records decided.
type LetInView struct {
	Decided int `json:"decided"`
}

// LetInIn is the reason for accepting withheld records of a blocked phone.
type LetInIn struct {
	Reason string `json:"reason" minLength:"1" maxLength:"1000"`
}

// letIn decides the records that a blocked phone has sent since, and settles its exception.
func letIn(c *call, in LetInIn) (LetInView, error) {
	id, err := c.id("credential")
	if err != nil {
		return LetInView{}, err
	}
	decided, err := c.server.door().LetIn(c.context(), c.session.Actor, people.WithheldLetIn{
		Credential: people.CredentialID(id), Reason: in.Reason,
	})
	return LetInView{Decided: decided}, err
}

// bearer returns the request's bearer token; empty without one.
func (c *call) bearer() people.Token {
	token, is := strings.CutPrefix(c.Get(fiber.HeaderAuthorization), "Bearer ")
	if !is {
		return ""
	}
	return people.Token(strings.TrimSpace(token))
}
