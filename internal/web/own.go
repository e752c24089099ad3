package web

import (
	"github.com/gofiber/fiber/v2"

	"tripol/internal/db"
	"tripol/internal/people"
)

// OwnAccountView is the security of the reader's own account.
type OwnAccountView struct {
	Sessions     []OwnSessionView `json:"sessions" nullable:"false"`
	SecondFactor OwnFactorView    `json:"second_factor"`
}

// OwnSessionView is a session of the reader's own account.
type OwnSessionView struct {
	ID       string     `json:"id"`
	Device   string     `json:"device"` // such as Firefox · Windows; empty: unknown
	OpenedAt db.Instant `json:"opened_at"`
	LastAt   db.Instant `json:"last_at"` // to about ten minutes
	Current  bool       `json:"current"`
}

// OwnFactorView is the second factor of the reader's own account.
type OwnFactorView struct {
	On        bool        `json:"on"`
	Since     *db.Instant `json:"since"`
	CodesLeft int64       `json:"codes_left"` // unused recovery codes
	Required  bool        `json:"required"`
	Offered   bool        `json:"offered"` // false for demonstration accounts
}

func (c *call) token() people.Token { return people.Token(c.Cookies(sessionCookie)) }

func showOwnAccount(c *call) (out OwnAccountView, err error) {
	out.Sessions = []OwnSessionView{}
	return out, c.read(func(tx *db.Tx) error {
		listed, err := people.OwnSessions(tx, c.token())
		if err != nil {
			return err
		}
		for _, s := range listed {
			out.Sessions = append(out.Sessions, OwnSessionView(s))
		}
		factor, err := people.OwnSecondFactor(tx)
		out.SecondFactor = OwnFactorView(factor)
		return err
	})
}

// OwnPasswordIn is a change of the own password.
type OwnPasswordIn struct {
	Current  string `json:"current" minLength:"1" maxLength:"500"`
	Password string `json:"password" format:"new-password" required:"true"`
}

// changeOwnPassword keeps this session and ends all others of the account.
func changeOwnPassword(c *call, in OwnPasswordIn) (OwnAccountView, error) {
	err := c.server.People.ChangePassword(c.context(), c.caller(), c.session, people.NewPassword{
		Keep: c.token(), Current: in.Current, Chosen: in.Password,
	})
	if err != nil {
		return OwnAccountView{}, err
	}
	return showOwnAccount(c)
}

// EndSessionsIn names a session of the own account to end, or all but this one.
type EndSessionsIn struct {
	ID     string `json:"id,omitempty" maxLength:"64"`
	Others bool   `json:"others,omitempty"`
}

func endOwnSessions(c *call, in EndSessionsIn) (OwnAccountView, error) {
	err := people.WithReserve(c.server.Reserve, func() error {
		return c.server.Store.Write(c.context(), c.session.Actor, func(tx *db.Tx) error {
			if in.Others {
				return people.EndOwnOtherSessions(tx, c.token())
			}
			return people.EndOwnSession(tx, in.ID)
		})
	})
	if err != nil {
		return OwnAccountView{}, err
	}
	return showOwnAccount(c)
}

// OwnProofIn is the own password, for what must not happen from a session left open.
type OwnProofIn struct {
	Current string `json:"current" maxLength:"500"` // not needed while a sign-in waits for the setup
}

// FactorCodeIn is a code of the authenticator app, or a recovery code.
type FactorCodeIn struct {
	Code string `json:"code" maxLength:"200"`
}

// NewFactorView is a second factor that is being set up. It is shown once.
type NewFactorView struct {
	Secret string `json:"secret"`  // to type where the QR code cannot be scanned
	QRPath string `json:"qr_path"` // SVG path of the QR code
	QRSide int    `json:"qr_side"`
}

func beginFactor(c *call, in OwnProofIn) (NewFactorView, error) {
	made, err := c.server.People.BeginSecondFactor(c.context(), c.caller(), c.session, in.Current)
	if err != nil {
		return NewFactorView{}, err
	}
	qr, err := newQR(made.URI)
	if err != nil {
		return NewFactorView{}, err
	}
	return NewFactorView{Secret: made.Secret, QRPath: qr.Path, QRSide: qr.Side}, nil
}

// RecoveryCodesView are the recovery codes of a second factor. They are shown once. Session is the session that
// replaces a pending one.
type RecoveryCodesView struct {
	Codes   []string     `json:"codes" nullable:"false"`
	Session *SessionView `json:"session"`
}

func confirmFactor(c *call, in FactorCodeIn) (RecoveryCodesView, error) {
	made, err := c.server.People.ConfirmSecondFactor(c.context(), c.caller(), c.session, c.token(), in.Code)
	if err != nil {
		return RecoveryCodesView{}, err
	}
	view := RecoveryCodesView{Codes: made.Codes}
	if made.SignedIn != nil {
		session, err := c.startSession(*made.SignedIn)
		if err != nil {
			return RecoveryCodesView{}, err
		}
		view.Session = &session
	}
	return view, nil
}

func renewRecoveryCodes(c *call, in OwnProofIn) (RecoveryCodesView, error) {
	codes, err := c.server.People.RenewRecoveryCodes(c.context(), c.caller(), c.session, in.Current)
	return RecoveryCodesView{Codes: append([]string{}, codes...)}, err
}

func endFactor(c *call, in OwnProofIn) (OwnAccountView, error) {
	if err := c.server.People.EndSecondFactor(c.context(), c.caller(), c.session, in.Current); err != nil {
		return OwnAccountView{}, err
	}
	return showOwnAccount(c)
}

// passFactor is the second step of a sign-in.
func passFactor(c *call, in FactorCodeIn) (SessionView, error) {
	entered, err := c.server.People.PassSecondFactor(c.context(), c.caller(), c.session, c.token(), in.Code)
	if err != nil {
		return SessionView{}, err
	}
	return c.startSession(entered)
}

// FactorSettingView is an organisation's setting on the second factor, and the author of the last decision.
type FactorSettingView struct {
	Required bool        `json:"required"`
	By       string      `json:"by"`
	At       *db.Instant `json:"at"` // null: nobody has decided, and it is off
}

func showFactorSetting(c *call) (out FactorSettingView, err error) {
	return out, c.read(func(tx *db.Tx) error {
		setting, err := people.SecondFactor(tx, tx.Actor.Organisation)
		if err != nil || setting.At.IsZero() {
			return err
		}
		who, err := people.Names(tx, []string{string(setting.By)})
		out = FactorSettingView{Required: setting.Required, By: who[string(setting.By)], At: known(setting.At)}
		return err
	})
}

// deviceName names a browser by its user agent: the browser and the system, without versions.
func (c *call) deviceName() string { return nameOfAgent(c.Get(fiber.HeaderUserAgent)) }
