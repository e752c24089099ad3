// Goods that nearly every relief effort gives, to start a list with. Codes are ours; each becomes an item by item.add.

export interface StandardItem {
  code: string;
  name: string;
  name_bn: string;
  name_hi: string;
  unit: string;
  unit_bn: string;
  unit_hi: string;
  picture: 'tarpaulin' | 'food' | 'hygiene' | 'other';
}

export const STANDARD: readonly StandardItem[] = [
  { code: 'tarpaulin', name: 'Tarpaulin', name_bn: 'ত্রিপল', name_hi: 'तिरपाल', unit: 'piece', unit_bn: 'টি', unit_hi: 'नग', picture: 'tarpaulin' },
  {
    code: 'dry-food-kit',
    name: 'Dry-food kit',
    name_bn: 'শুকনো খাবারের কিট',
    name_hi: 'सूखे राशन की किट',
    unit: 'kit', unit_bn: 'কিট', unit_hi: 'किट',
    picture: 'food',
  },
  { code: 'rice', name: 'Rice', name_bn: 'চাল', name_hi: 'चावल', unit: 'kg', unit_bn: 'কেজি', unit_hi: 'किलो', picture: 'food' },
  { code: 'baby-food', name: 'Baby food', name_bn: 'শিশুর খাবার', name_hi: 'शिशु आहार', unit: 'packet', unit_bn: 'প্যাকেট', unit_hi: 'पैकेट', picture: 'food' },
  { code: 'water', name: 'Drinking water', name_bn: 'খাবার জল', name_hi: 'पीने का पानी', unit: 'litre', unit_bn: 'লিটার', unit_hi: 'लीटर', picture: 'food' },
  {
    code: 'water-tablets',
    name: 'Water purification tablets',
    name_bn: 'জল শোধনের বড়ি',
    name_hi: 'पानी साफ़ करने की गोलियाँ',
    unit: 'strip', unit_bn: 'পাতা', unit_hi: 'पत्ता',
    picture: 'hygiene',
  },
  { code: 'ors', name: 'ORS', name_bn: 'ওআরএস', name_hi: 'ओआरएस', unit: 'packet', unit_bn: 'প্যাকেট', unit_hi: 'पैकेट', picture: 'hygiene' },
  {
    code: 'hygiene-kit',
    name: 'Hygiene kit',
    name_bn: 'হাইজিন কিট',
    name_hi: 'स्वच्छता किट',
    unit: 'kit', unit_bn: 'কিট', unit_hi: 'किट',
    picture: 'hygiene',
  },
  {
    code: 'sanitary-pads',
    name: 'Sanitary pads',
    name_bn: 'স্যানিটারি প্যাড',
    name_hi: 'सैनिटरी पैड',
    unit: 'packet', unit_bn: 'প্যাকেট', unit_hi: 'पैकेट',
    picture: 'hygiene',
  },
  { code: 'blanket', name: 'Blanket', name_bn: 'কম্বল', name_hi: 'कंबल', unit: 'piece', unit_bn: 'টি', unit_hi: 'नग', picture: 'other' },
  { code: 'mosquito-net', name: 'Mosquito net', name_bn: 'মশারি', name_hi: 'मच्छरदानी', unit: 'piece', unit_bn: 'টি', unit_hi: 'नग', picture: 'other' },
  {
    code: 'kitchen-set',
    name: 'Kitchen set',
    name_bn: 'রান্নার বাসনের সেট',
    name_hi: 'बर्तनों का सेट',
    unit: 'set', unit_bn: 'সেট', unit_hi: 'सेट',
    picture: 'other',
  },
  { code: 'solar-lamp', name: 'Solar lamp', name_bn: 'সৌর বাতি', name_hi: 'सौर लैंप', unit: 'piece', unit_bn: 'টি', unit_hi: 'नग', picture: 'other' },
  { code: 'clothes', name: 'Clothes set', name_bn: 'কাপড়ের সেট', name_hi: 'कपड़ों का सेट', unit: 'set', unit_bn: 'সেট', unit_hi: 'सेट', picture: 'other' },
];
