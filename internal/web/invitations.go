package web

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/intake"
	"tripol/internal/journal"
	"tripol/internal/people"
	"tripol/internal/words"
)

// maxInvitations is the number of people per sheet request: ten pages.
const maxInvitations = 100

// SheetIn lists the people to invite. With reset, those who have a password lose it.
type SheetIn struct {
	Accounts []actor.AccountID `json:"accounts" format:"uuid" nullable:"false" minItems:"1" maxItems:"100" fault:"minItems=too_many"`
	Reset    bool              `json:"reset,omitempty"`
	Language string            `json:"language,omitempty" set:"language" fault:"unknown_language"` // of the sheet's margin; empty: en
}

// CodeIn is an invitation's twelve characters, typed or scanned.
type CodeIn struct {
	Code string `json:"code" maxLength:"200" fault:"invitation_unknown"`
}

// InvitationView is an invitation as shown to its holder.
type InvitationView struct {
	Name             string     `json:"name"`
	Login            string     `json:"login"`
	Language         string     `json:"language" set:"language"`
	OrganisationName string     `json:"organisation_name"`
	ExpiresAt        db.Instant `json:"expires_at"`
	// Apps are the applications in which its holder has work.
	Apps []people.App `json:"apps" nullable:"false" set:"app"`
}

// AcceptIn is an invitation with the password chosen by its holder.
type AcceptIn struct {
	Code     string `json:"code" maxLength:"200" fault:"invitation_unknown"`
	Password string `json:"password" format:"new-password" required:"true"`
}

// sheet is a route that takes JSON and returns a PDF.
func sheet[In any](path string, who Policy, summary string, handle func(*call, In) error) Route {
	r := raw("POST", path, who, summary, func(c *call) error {
		in, err := checked[In](c)
		if err != nil {
			return err
		}
		return handle(c, in)
	}).gives("application/pdf")
	r.In = reflect.TypeFor[In]()
	return r
}

// inviteSheet submits an account.invite for each person and returns their codes as a PDF. Each entry is decided
// independently; people who could not be invited are not on the sheet, and Tripol-Left-Out counts them. The codes are
// stored nowhere else: printing again makes new ones and invalidates these.
func inviteSheet(c *call, in SheetIn) error {
	ids, refused, err := c.invite(in)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return refused.send(c.Ctx)
	}
	drawn, err := people.DrawCodes(c.context(), c.server.Store, c.session.Actor, ids)
	if err != nil {
		return err
	}
	pdf, err := c.draw(drawn, marginOf(in.Language))
	if err != nil {
		return err
	}
	c.Set("Tripol-Left-Out", strconv.Itoa(len(in.Accounts)-len(ids)))
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="invitations.pdf"`)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Send(pdf)
}

// invite submits the entries. It returns the invitations that were created, and the last refusal.
func (c *call) invite(in SheetIn) (made []people.InvitationID, refused Problem, err error) {
	ids := make([]people.InvitationID, len(in.Accounts))
	entries := make([]journal.Entry, len(in.Accounts))
	for i, account := range in.Accounts {
		ids[i] = people.InvitationID(db.NewID())
		payload, err := json.Marshal(people.AccountInvite{ID: ids[i], Account: account, Reset: in.Reset})
		if err != nil {
			return nil, Problem{}, err
		}
		entries[i] = journal.Entry{
			ID: journal.EntryID(db.NewID()), Kind: "account.invite", Schema: intake.Schema, OccurredAt: c.server.Store.Now(),
			Payload: payload,
		}
	}
	verdicts, err := c.server.Intake.TakeMany(c.context(), c.server.Store, c.session.Actor, entries)
	for i, v := range verdicts {
		switch {
		case v.Malformed != nil:
			return nil, Problem{}, v.Malformed
		case v.Outcome.Status == journal.StatusApplied:
			made = append(made, ids[i])
		default:
			refused = refusedEntry(v.Outcome)
			if v.Outcome.Status == journal.StatusDeferred { // it needs a second person, so there is no sheet yet
				refused.Status = fiber.StatusConflict
			}
		}
	}
	return made, refused, err
}

// draw makes the PDF: each invitation in its person's language, the margin in the office's.
func (c *call) draw(drawn []people.PrintedInvitation, margin words.Language) ([]byte, error) {
	catalogue, err := c.server.sentences()
	if err != nil {
		return nil, err
	}
	printed := make([]card.Invitation, len(drawn))
	options := card.InvitationOptions{
		Language: string(margin), Printed: catalogue.Moment(margin, c.server.Store.Now().Time),
	}
	for i, d := range drawn {
		language := words.Language(d.Language)
		roles := make([]string, len(d.Roles))
		for j, role := range d.Roles {
			roles[j] = catalogue.T(language, "role."+string(role), nil)
		}
		printed[i] = card.Invitation{
			Name: d.Name, Login: d.Login, Roles: strings.Join(roles, ", "), Organisation: d.OrganisationName,
			Code: people.GroupCode(d.Code), Language: d.Language,
		}
		c.addressTo(&printed[i], people.AppsOf(d.Roles), d.Code)
		options.Until = catalogue.Moment(margin, d.ExpiresAt.Time) + " (" + c.server.zone().String() + ")"
	}
	var pdf bytes.Buffer
	err = card.InvitationSheet(&pdf, printed, options)
	return pdf.Bytes(), err
}

// addressTo sets the addresses of an invitation: those of the applications in which the person has work. The QR code
// is for a phone where there is work for one.
func (c *call) addressTo(printed *card.Invitation, apps []people.App, code string) {
	if len(apps) == 0 { // every role has ended: nothing can be done, and the office says so
		apps = []people.App{people.OfficeApp}
	}
	for _, app := range apps {
		printed.Sites = append(printed.Sites, host(c.base()+"/"+string(app)+"/"))
	}
	printed.Address = c.base() + "/" + string(apps[0]) + "/#/invitation/" + code // after the #, which browsers do not send
	printed.Choose = card.ChoosePIN
	switch {
	case len(apps) > 1:
		printed.Choose = card.ChooseBoth
	case apps[0] == people.OfficeApp:
		printed.Choose = card.ChoosePassword
	}
}

func readInvitation(c *call, in CodeIn) (InvitationView, error) {
	found, err := c.server.People.ReadInvitation(c.context(), c.caller(), in.Code)
	return InvitationView(found), err
}

// acceptInvitation signs the holder in with a newly generated token, as signIn does.
func acceptInvitation(c *call, in AcceptIn) (SessionView, error) {
	entered, err := c.server.People.AcceptInvitation(c.context(), c.caller(), in.Code, in.Password)
	if err != nil {
		return SessionView{}, err
	}
	return c.startSession(entered)
}
