"""Names as they stand on the door lists of a clinic in a big city, given and family, by language."""

LANGUAGES: dict[str, tuple[int, str, str]] = {
    "English": (
        24,
        "Amelia Grace Olivia Harper Nora Claire Hannah Ruby Daniel Owen Marcus Ethan Jack Theo",
        "Whitfield Barnes Calloway Reed Sinclair Hartley Monroe Ellis Prescott O’Brien McKenna",
    ),
    "Spanish": (
        10,
        "Lucía Inés Sofía Begoña Ángela Martín José Íñigo Andrés Raúl Núria",
        "García Muñoz Peña Ibáñez Núñez Quiñones López Castellón Ordóñez Velázquez",
    ),
    "French": (
        5,
        "Zoé Éloïse Chloé Anaïs Maëlle Noémie François Étienne Jérôme Loïc",
        "Lefèvre Béranger Dupré Gauthier Mâcon Rénier Desprès Chartrain",
    ),
    "German": (
        4,
        "Jörg Käthe Björn Anneliese Günther Sören Annika Ulrike",
        "Müller Schäfer Köhler Weiß Größmann Vogel Strauß Böhm",
    ),
    "Portuguese": (
        4,
        "João Conceição Inês Letícia Tomás Thaís Estêvão Antônia",
        "Magalhães Araújo Simões Guimarães Brandão Conceição Falcão",
    ),
    "Scandinavian": (
        3,
        "Åsa Øyvind Freja Søren Märta Håkon Aino Þórunn",
        "Ångström Østergaard Bjørklund Sjöberg Mäkinen Hägglund Kjær",
    ),
    "Turkish": (
        5,
        "Ayşe Işıl Gülşen Çiğdem Ömer Şükrü İrem Oğuz Tuğba",
        "Yılmaz Çelik Öztürk Şahin Aydoğan Güneş Kılıç İnce",
    ),
    "Vietnamese": (
        5,
        "Thảo Ngọc Hương Đức Quỳnh Tuấn Mỹ Phượng Việt",
        "Nguyễn Trần Lê Phạm Đặng Bùi Đỗ Huỳnh",
    ),
    "Polish": (
        5,
        "Małgorzata Łucja Bożena Zofia Paweł Michał Grażyna Stanisław",
        "Wiśniewska Zając Łukasik Dąbrowska Wójcik Święch Żak Źródłowska",
    ),
    "Czech": (
        3,
        "Eliška Božena Jiří Ondřej Žaneta Lukáš Kateřina",
        "Dvořáková Novotná Šťastný Čermák Růžička Říhová",
    ),
    "Hungarian": (
        2,
        "Ágnes Győző Zsófia Márton Erzsébet Lőrinc",
        "Szűcs Kovács Tóth Vörös Győri Hegedűs",
    ),
    "Arabic": (
        4,
        "فاطمة ليلى مريم نور يوسف خالد سلمى أحمد",
        "الحسيني حداد منصور النجار خوري العلي",
    ),
    "Hebrew": (
        3,
        "נועה תמר יעל שירה דוד איתן מאיה",
        "כהן לוי מזרחי פרידמן אביטל שפירא",
    ),
    "Russian": (
        4,
        "Анна Елена Ольга Дмитрий Фёдор Юлия Артём",
        "Соколова Кузнецова Журавлёв Щербакова Ильина Соловьёв",
    ),
    "Ukrainian": (
        3,
        "Оксана Їжакевич Євгенія Тарас Ганна Іванна",
        "Шевчук Коваленко Бойчук Гнатюк Ткаченко",
    ),
    "Greek": (
        3,
        "Ελένη Αικατερίνη Δημήτρης Ζωή Γιώργος Άννα",
        "Παπαδοπούλου Οικονόμου Νικολαΐδης Γεωργίου Βλάχος",
    ),
    "Chinese": (5, "美玲 雅婷 子涵 欣怡 志明 思远 梓萱", "王 李 陈 林 黄 欧阳 赵"),
    "Japanese": (4, "美咲 陽子 結衣 健太 さくら 直樹", "佐藤 鈴木 高橋 渡辺 小林 山本"),
    "Korean": (4, "지은 서연 민준 하은 유진 도현", "김 이 박 최 정 남궁"),
    "Hindi": (4, "प्रिया अनन्या दीपिका अर्जुन रोहन काव्या", "शर्मा गुप्ता वर्मा सिंह मेहता अय्यर"),
    "Hawaiian": (1, "Kaʻiulani Leilani Keanu Nāpua", "Kealoha Kahananui Māhoe"),
}
"""Weight, given names, family names."""

PREFERRED = {
    "Amelia": "Millie",
    "Olivia": "Liv",
    "Daniel": "Dan",
    "Theo": "Teddy",
    "Hannah": "Hanna",
    "Małgorzata": "Gosia",
    "Stanisław": "Staszek",
    "Éloïse": "Élo",
    "François": "Frank",
    "José": "Pepe",
    "Елена": "Lena",
    "Дмитрий": "Dima",
    "美玲": "May",
    "志明": "Jimmy",
    "지은": "Jenny",
    "健太": "Ken",
    "Thảo": "Tina",
    "Ελένη": "Eleni",
    "Αικατερίνη": "Katerina",
    "فاطمة": "Fatima",
    "يوسف": "Joe",
    "נועה": "Noa",
    "प्रिया": "Priya",
    "Erzsébet": "Bözsi",
    "Kaʻiulani": "Kai",
}
"""What some like to be called."""

TEAM_GIVEN = "Priya Elena Marcus Sofia Hana Jonas Amara Leila Mateo Ingrid Tomasz Naomi Rafael Yuki"
TEAM_FAMILY = (
    "Raman Kovač Bennett Marchetti Okafor Lindqvist Haddad Castillo Novak Fischer Mori Alvarez"
)
"""Providers beyond the demo's own eight are named from these."""

ALERTS = (
    "Latex allergy",
    "Lidocaine allergy",
    "On blood thinners",
    "Pacemaker",
    "History of keloid scarring",
    "Cold sores: prophylaxis before lip work",
    "Pregnant: no injectables or lasers",
    "Isotretinoin within the last 6 months",
    "Fitzpatrick type V: test spot first",
    "Faints with needles",
    "Needs an interpreter",
)
