//! The closed sets of labels: universal parts of speech, Penn tags and dependency relations.

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $(#[doc = concat!("The label \"", $text, "\".")] $(#[$vdoc])* $variant),+
        }

        impl $name {
            /// Every label, in the order of the enum.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The label as the treebanks write it.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The label that the treebanks write as `text`; `None` when there is no such label.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// A universal part of speech (Universal Dependencies v2).
    ///
    /// ```
    /// use chancery_lang::Upos;
    /// assert_eq!(Upos::Propn.as_str(), "PROPN");
    /// ```
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// A Penn Treebank part-of-speech tag, as the English treebanks of Universal Dependencies use them.
    ///
    /// ```
    /// use chancery_lang::Xpos;
    /// assert_eq!(Xpos::PrpPoss.as_str(), "PRP$");
    /// ```
    Xpos {
        Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", Gw = "GW",
        Hyph = "HYPH", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS", Md = "MD", Nfp = "NFP",
        Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP",
        PrpPoss = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH",
        Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP",
        WpPoss = "WP$", Wrb = "WRB", Xx = "XX",
        Comma = ",", Period = ".", Colon = ":", OpenQuote = "``", CloseQuote = "''", Lrb = "-LRB-",
        Rrb = "-RRB-", Dollar = "$",
    }
}

labels! {
    /// A dependency relation, subtypes included.
    ///
    /// ```
    /// use chancery_lang::Deprel;
    /// assert_eq!(Deprel::NsubjPass.as_str(), "nsubj:pass");
    /// assert_eq!(Deprel::NsubjPass.base(), Deprel::Nsubj);
    /// ```
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod",
        Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass",
        Dep = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated",
        Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list",
        Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass",
        Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent", OblUnmarked = "obl:unmarked",
        Orphan = "orphan", Parataxis = "parataxis", Punct = "punct", Reparandum = "reparandum", Root = "root",
        Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The relation without its subtype: `obl` for `obl:agent`.
    pub const fn base(self) -> Deprel {
        match self {
            Deprel::AclRelcl => Deprel::Acl,
            Deprel::AdvclRelcl => Deprel::Advcl,
            Deprel::AuxPass => Deprel::Aux,
            Deprel::CcPreconj => Deprel::Cc,
            Deprel::CompoundPrt => Deprel::Compound,
            Deprel::CsubjOuter | Deprel::CsubjPass => Deprel::Csubj,
            Deprel::DetPredet => Deprel::Det,
            Deprel::NmodDesc | Deprel::NmodPoss | Deprel::NmodUnmarked => Deprel::Nmod,
            Deprel::NsubjOuter | Deprel::NsubjPass => Deprel::Nsubj,
            Deprel::OblAgent | Deprel::OblUnmarked => Deprel::Obl,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_back_what_they_write() {
        for &x in Deprel::ALL {
            assert_eq!(Deprel::parse(x.as_str()), Some(x));
            assert_eq!(x.base().as_str(), x.as_str().split(':').next().unwrap_or_default());
        }
        for &x in Xpos::ALL {
            assert_eq!(Xpos::parse(x.as_str()), Some(x));
        }
        for &x in Upos::ALL {
            assert_eq!(Upos::parse(x.as_str()), Some(x));
        }
        assert_eq!(Deprel::parse("nsubj:other"), None);
    }
}
