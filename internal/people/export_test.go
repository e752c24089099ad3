package people

// What the tests look at from outside.
const FreeTries = freeTries

var (
	WaitAfter       = waitAfter
	HashPassword    = hashPassword
	PasswordMatches = passwordMatches
)
