// What people and companies are called.

export const firstNames: readonly string[] = [
  'Anna', 'Lena', 'Marie', 'Sophie', 'Emma', 'Julia', 'Laura', 'Eva', 'Hanna', 'Clara', 'Nora', 'Ida', 'Femke', 'Sanne', 'Lotte', 'Maud',
  'Fleur', 'Noor', 'Aoife', 'Niamh', 'Ciara', 'Orla', 'Katrin', 'Birgit', 'Petra', 'Monika', 'Ines', 'Elif', 'Fatima', 'Yara', 'Mila', 'Greta',
  'Jan', 'Lukas', 'Felix', 'Paul', 'Jonas', 'Max', 'Leon', 'David', 'Tobias', 'Martin', 'Stefan', 'Thomas', 'Bram', 'Daan', 'Sem', 'Thijs',
  'Ruben', 'Wout', 'Pieter', 'Conor', 'Sean', 'Liam', 'Oisin', 'Declan', 'Emre', 'Karim', 'Mateo', 'Viktor', 'Henrik', 'Oskar', 'Anton', 'Emil',
]

export const lastNames: readonly string[] = [
  'Bauer', 'Brandt', 'Fischer', 'Graf', 'Hartmann', 'Huber', 'Jansen', 'Keller', 'Koch', 'Lang', 'Lehmann', 'Maier', 'Neumann', 'Peters',
  'Richter', 'Sommer', 'Vogel', 'Wagner', 'Winter', 'Ziegler', 'Bakker', 'de Boer', 'Dekker', 'Hendriks', 'Kuipers', 'Mulder', 'Smit',
  'van Dijk', 'Visser', 'Vos', 'Claes', 'De Smet', 'Maes', 'Peeters', 'Wouters', 'Gruber', 'Hofer', 'Leitner', 'Moser', 'Steiner', 'Byrne',
  'Doyle', 'Kelly', 'Murphy', 'Nolan', 'Quinn', 'Ryan', 'Walsh', 'Yilmaz', 'Kaya', 'Haddad', 'Novak', 'Kowalski', 'Santos', 'Lindgren',
]

/** Reserved by RFC 2606, so nothing sent to a demo person can reach anybody. */
export const mailDomains: readonly string[] = ['postbox.example', 'mailhaus.example', 'inbox.example', 'brievenbus.example', 'homemail.example']

const companyFirst = ['Alder', 'Brook', 'Cedar', 'Dune', 'Elm', 'Fjord', 'Grove', 'Heron', 'Isle', 'Juniper', 'Kestrel', 'Larch', 'Meadow', 'Orchard', 'Pine', 'Quarry', 'Reed', 'Stone', 'Thorn', 'Willow']
const companySecond = ['Landscapes', 'Hotels', 'Catering', 'Campsites', 'Interiors', 'Outdoor School', 'Property', 'Events', 'Guesthouses', 'Tours']
export const industries: readonly string[] = ['Landscaping', 'Hospitality', 'Catering', 'Camping', 'Interior design', 'Education', 'Real estate', 'Events', 'Hospitality', 'Travel']

/** The company with this number; 200 different names, then with a numeral. */
export function nameCompany(number: number): { name: string; industry: string } {
  const second = number % companySecond.length
  const first = Math.floor(number / companySecond.length + number) % companyFirst.length
  const round = Math.floor(number / (companyFirst.length * companySecond.length))
  return { name: `${companyFirst[first]} ${companySecond[second]}${round > 0 ? ` ${round + 1}` : ''}`, industry: industries[second]! }
}
