"""Names of people, shops and streets. Data: none of these people and shops exists."""

FIRST_NAMES = (
    "Adèle", "Agathe", "Alain", "Alexandre", "Aline", "André", "Anaïs", "Anne", "Antoine", "Apolline", "Arnaud",
    "Arthur", "Aurélie", "Axel", "Baptiste", "Béatrice", "Benoît", "Bernard", "Brigitte", "Bruno", "Camille", "Carole",
    "Catherine", "Cécile", "Céline", "Chantal", "Charles", "Chloé", "Christian", "Christine", "Claire", "Claude",
    "Clément", "Coline", "Corinne", "Cyril", "Damien", "Daniel", "David", "Delphine", "Denis", "Didier", "Dominique",
    "Édouard", "Élise", "Élodie", "Émile", "Émilie", "Emmanuel", "Éric", "Estelle", "Étienne", "Eugénie", "Ève",
    "Fabien", "Fabrice", "Fanny", "Florence", "Florian", "France", "Franck", "François", "Françoise", "Gabriel",
    "Gaëlle", "Geneviève", "Georges", "Gérard", "Gilles", "Grégoire", "Guillaume", "Guy", "Hélène", "Henri", "Hervé",
    "Hugo", "Inès", "Irène", "Isabelle", "Jacques", "Jean", "Jean-Marc", "Jean-Pierre", "Jeanne", "Jérôme", "Joël",
    "Joséphine", "Jules", "Julie", "Julien", "Karine", "Laure", "Laurence", "Laurent", "Léa", "Léo", "Loïc", "Lou",
    "Louis", "Louise", "Luc", "Lucie", "Ludovic", "Madeleine", "Manon", "Marc", "Margaux", "Marianne", "Marie",
    "Marie-Claude", "Marion", "Martin", "Martine", "Mathilde", "Matthieu", "Maud", "Maurice", "Maxime", "Michel",
    "Monique", "Muriel", "Nadège", "Nathalie", "Nicolas", "Nicole", "Noé", "Noëlle", "Océane", "Odile", "Olivier",
    "Pascal", "Patricia", "Patrick", "Paul", "Pauline", "Philippe", "Pierre", "Quentin", "Raphaël", "Rémi", "René",
    "Renée", "Robert", "Roger", "Romain", "Sabine", "Sandrine", "Sébastien", "Serge", "Simon", "Simone", "Solène",
    "Sophie", "Stéphane", "Suzanne", "Sylvain", "Sylvie", "Tanguy", "Théo", "Thérèse", "Thibault", "Thierry", "Thomas",
    "Timothée", "Valérie", "Véronique", "Victor", "Vincent", "Virginie", "Xavier", "Yann", "Yves", "Yvonne", "Zoé",
)  # fmt: skip

SURNAMES = (
    "Aubert", "Aubry", "Auger", "Bailly", "Barbier", "Baron", "Barré", "Barthélemy", "Baudin", "Bazin", "Beaumont",
    "Bégué", "Benoît", "Berger", "Bernard", "Berthelot", "Bertin", "Bertrand", "Besnard", "Besson", "Blanc",
    "Blanchard", "Blondel", "Bodin", "Boissière", "Bonnard", "Bonnet", "Bouchet", "Boulanger", "Bourgeois", "Bousquet",
    "Bouvier", "Boyer", "Breton", "Briand", "Brossard", "Brun", "Brunet", "Camus", "Carlier", "Caron", "Carpentier",
    "Carré", "Castel", "Cauvin", "Chabert", "Chambon", "Chapuis", "Charbonnier", "Charles", "Charpentier", "Chartier",
    "Chauvin", "Chevalier", "Clément", "Cochet", "Colas", "Colin", "Collet", "Combes", "Cordier", "Coste", "Coulon",
    "Courtois", "Cousin", "Dagneau", "Daniel", "Daumas", "David", "Delacroix", "Delaunay", "Delorme", "Deschamps",
    "Devaux", "Didier", "Dorléans", "Doucet", "Drouet", "Dubois", "Dubreuil", "Duchêne", "Dufour", "Duhamel", "Dumas",
    "Dumont", "Dupont", "Dupuis", "Durand", "Duval", "Esnault", "Étienne", "Fabre", "Faure", "Favier", "Ferrand",
    "Ferré", "Fleury", "Fontaine", "Forestier", "Fouquet", "Fournier", "François", "Gaillard", "Gallois", "Garcia",
    "Garnier", "Gaudin", "Gauthier", "Gautier", "Gay", "Geoffroy", "Georges", "Gérard", "Germain", "Gilbert", "Gillet",
    "Girard", "Giraud", "Godard", "Gonzalez", "Grandjean", "Granger", "Grégoire", "Gros", "Guérin", "Guibert",
    "Guichard", "Guillot", "Guyot", "Hamel", "Hardy", "Hébert", "Henry", "Herbin", "Hubert", "Huet", "Humbert",
    "Imbert", "Jacquemin", "Jacquet", "Jarry", "Joly", "Joubert", "Jourdan", "Julien", "Klein", "Laborde", "Lacombe",
    "Lacroix", "Lafont", "Lambert", "Lamy", "Langlois", "Laporte", "Laroche", "Lassalle", "Launay", "Laurent", "Lebeau",
    "Leblanc", "Lebrun", "Leclerc", "Lecomte", "Leduc", "Lefèvre", "Léger", "Lejeune", "Lemaire", "Lemoine", "Leroux",
    "Leroy", "Lesage", "Levasseur", "Lévêque", "Loiseau", "Lopez", "Lucas", "Maillard", "Mallet", "Marchal", "Marchand",
    "Maréchal", "Marie", "Marin", "Marion", "Martel", "Martin", "Martinez", "Masson", "Mathieu", "Maurin", "Ménard",
    "Mercier", "Meunier", "Meyer", "Michaud", "Millet", "Monnier", "Morand", "Moreau", "Morel", "Morin", "Moulin",
    "Muller", "Navarro", "Nicolas", "Noël", "Olivier", "Paris", "Pascal", "Pelletier", "Pérez", "Perret", "Perrier",
    "Perrin", "Petit", "Philippe", "Picard", "Pichon", "Pineau", "Poirier", "Pommier", "Poulain", "Prévost", "Pruvost",
    "Raynaud", "Regnier", "Renard", "Renaud", "Rey", "Reynaud", "Richard", "Rivière", "Robert", "Robin", "Roche",
    "Rodriguez", "Roger", "Rolland", "Rousseau", "Roussel", "Roux", "Roy", "Royer", "Salmon", "Sanchez", "Sauvage",
    "Schmitt", "Schneider", "Simon", "Tanguy", "Teissier", "Texier", "Thévenet", "Thibault", "Thomas", "Tournier",
    "Vaillant", "Valentin", "Vallet", "Vasseur", "Verdier", "Vial", "Vidal", "Vigneron", "Villard", "Vincent", "Voisin",
    "Weber",
)  # fmt: skip

STREETS = (
    "rue Victor-Hugo", "rue Pasteur", "rue de la République", "avenue de la Libération", "place de l'Église",
    "rue du Moulin", "chemin des Vignes", "rue des Écoles", "rue Jean-Jaurès", "place du Marché", "rue des Lilas",
    "allée des Tilleuls", "rue Gambetta", "rue du Château", "impasse des Acacias", "rue Émile-Zola", "quai de la Loire",
    "rue Saint-Martin", "avenue du Général-Leclerc", "rue de la Fontaine", "rue des Fleurs", "route de Beaune",
    "rue Molière", "boulevard Voltaire", "rue de l'Hôtel-de-Ville", "chemin de la Croix", "rue Carnot",
    "cours Mirabeau", "rue Lamartine", "rue des Trois-Évêchés", "rue du Vieux-Port", "rue de l'Égalité",
    "sentier des Pêcheurs",
)  # fmt: skip

RESTAURANTS = (
    "Le Bistrot", "Brasserie", "Auberge", "La Table", "Restaurant", "Hôtel-restaurant", "Le Café", "Bar à vins",
    "La Crêperie", "Le Comptoir", "L'Atelier", "La Cantine", "Le Relais", "La Taverne", "Le Petit Zinc",
)  # fmt: skip
SHOPS = (
    "La Cave",
    "Cave à vins",
    "Le Caviste",
    "Vins et Terroirs",
    "L'Épicerie",
    "Le Cellier",
    "Au Tonneau",
    "Le Chai",
)
SIGNS = (
    "de la Gare", "du Marché", "des Halles", "du Port", "du Théâtre", "Saint-Vincent", "des Amis", "de la Place",
    "du Commerce", "de l'Étoile", "des Arts", "du Vieux Pont", "des Remparts", "de la Cathédrale", "du Canal",
    "Saint-Jacques", "des Tanneurs", "de la Poste", "du Lion d'Or", "de la Mairie", "des Oliviers", "du Golf",
    "de l'Écluse", "du Cheval Blanc", "d'Élise", "de Léon", "des Deux Rives", "de la Forêt", "du Belvédère",
    "des Lices",
)  # fmt: skip
LARGE = ("Halles Alimentaires", "Centrale d'Achats", "Supermarchés Réunis", "Grands Comptoirs", "Coopérative d'Achats")
WORKS = ("Comité d'entreprise", "Amicale du personnel", "CSE", "Association des anciens")
WORKPLACES = ("de l'hôpital", "des Chemins de fer", "de la Métropole", "des Postes", "du Lycée agricole", "de l'Usine")
IMPORTERS = {
    "BE": ("Wijnhandel", "Vins et Délices", "Cave Bruxelloise"),
    "DE": ("Weinhandlung", "Weinkontor", "Vinothek"),
    "NL": ("Wijnimport", "De Wijnkelder", "Wijnhuis"),
    "LU": ("Caves du Glacis", "Vinothèque", "Wäistuff"),
    "IT": ("Enoteca", "Vini e Sapori", "Cantina"),
    "CH": ("Vinothek", "Cave Lémanique", "Weinhaus"),
    "GB": ("Wine Merchants", "Fine Wines", "The Cellar"),
    "US": ("Wine Imports", "French Cellars", "Vineyard Selections"),
    "CA": ("Importations de vins", "Sélections Boréales", "Cellar Imports"),
    "JP": ("Wine Trading", "Shoji Wines", "Vin de Kyoto"),
    "DK": ("Vinhandel", "Vinimport", "Vinkælderen"),
}
ROLES = ("Gérant", "Gérante", "Sommelier", "Sommelière", "Comptabilité", "Achats", "Chef de cuisine", "Réception")
TAGS_OF_PEOPLE = ("Salon de Paris", "Salon de Lille", "Club", "Lettre d'information", "Caveau", "Allocataire")
TAGS_OF_SHOPS = ("Carte des vins", "Dégustation faite", "Bio", "Franco 120 cols", "Salon pro", "À relancer")
NOTES = ("Livrer le matin.", "Sonner chez le gardien.", "Prévenir la veille par téléphone.", "Préfère le blanc.",
         "Demande toujours une facture papier.", "Client de longue date.")  # fmt: skip
REFERENCES = ("Cde {n}", "BC{n}", "Commande n° {n}", "PO-{n}")
PRINTED = (
    "Merci de votre confiance.",
    "Livraison sur rendez-vous.",
    "Bonne dégustation !",
    "À conserver couché, à 14 °C.",
)
