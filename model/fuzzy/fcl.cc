// SPDX-License-Identifier: GPL-2.0-only

#include "fcl.h"

#include "fcl-lexer.h"

#include "ns3/nearest-name.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ns3::iomt
{

namespace
{

// Bounds on what a rule file may ask of memory and time; far above any rule base made by hand.
constexpr std::size_t LARGEST_FILE = 1 << 20; // [B]
constexpr std::size_t MOST_VARIABLES = 64;
constexpr std::size_t MOST_TERMS = 32;
constexpr std::size_t MOST_POINTS = 32;
constexpr std::size_t MOST_RULES = 4096;
constexpr std::size_t MOST_PROPOSITIONS = 256;
constexpr std::size_t MOST_HEDGES = 8; // of a term in a rule
constexpr std::size_t DEEPEST_NESTING = 64;

std::string
Upper(std::string word)
{
    for (auto& c : word)
    {
        if (c >= 'a' && c <= 'z')
        {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return word;
}

std::string
Join(const std::vector<std::string>& words)
{
    std::string joined;
    for (const auto& word : words)
    {
        joined += (joined.empty() ? "" : ", ") + word;
    }
    return joined;
}

const std::set<std::string>&
Keywords()
{
    static const std::set<std::string> keywords{"FUNCTION_BLOCK",
                                                "END_FUNCTION_BLOCK",
                                                "VAR_INPUT",
                                                "VAR_OUTPUT",
                                                "END_VAR",
                                                "REAL",
                                                "FUZZIFY",
                                                "END_FUZZIFY",
                                                "DEFUZZIFY",
                                                "END_DEFUZZIFY",
                                                "TERM",
                                                "TRIAN",
                                                "TRAPE",
                                                "GAUSS",
                                                "GBELL",
                                                "SIGM",
                                                "SSHAPE",
                                                "ZSHAPE",
                                                "PISHAPE",
                                                "RANGE",
                                                "METHOD",
                                                "COG",
                                                "COGS",
                                                "COA",
                                                "LM",
                                                "RM",
                                                "MM",
                                                "MOM",
                                                "DEFAULT",
                                                "RULEBLOCK",
                                                "END_RULEBLOCK",
                                                "AND",
                                                "OR",
                                                "NOT",
                                                "VERY",
                                                "SOMEWHAT",
                                                "ACT",
                                                "ACCU",
                                                "MIN",
                                                "MAX",
                                                "PROD",
                                                "ASUM",
                                                "BSUM",
                                                "NSUM",
                                                "RULE",
                                                "IF",
                                                "IS",
                                                "THEN",
                                                "WITH"};
    return keywords;
}

/** @brief Recursive descent over the tokens; the depth of its recursion is bounded. */
class FclParser
{
  public:
    FclParser(const std::string& text, const std::string& file)
        : m_file(file),
          m_lexer(text, file)
    {
        m_token = m_lexer.Next();
    }

    MamdaniEngine Parse();

  private:
    [[noreturn]] void Refuse(const FclToken& at, const std::string& problem) const
    {
        throw FclError(m_file, at.line, at.column, problem);
    }

    [[noreturn]] void RefuseFound(const std::string& expected) const
    {
        Refuse(m_token, "found " + m_token.Describe() + "; expected " + expected);
    }

    [[noreturn]] void RefuseUnknown(const FclToken& at,
                                    const std::string& what,
                                    const std::vector<std::string>& names) const
    {
        const auto nearest = NearestName(at.text, names);
        Refuse(at,
               "there is no " + what + ' ' + at.Describe() +
                   (nearest.empty() ? ";" : ", did you mean '" + nearest + "'?") +
                   (names.empty()     ? " none is declared"
                    : nearest.empty() ? " allowed: " + Join(names)
                                      : " Allowed: " + Join(names)));
    }

    FclToken Take()
    {
        auto token = std::move(m_token);
        m_token = m_lexer.Next();
        return token;
    }

    bool IsWord(const char* keyword) const
    {
        return m_token.kind == FclToken::Kind::WORD && Upper(m_token.text) == keyword;
    }

    bool IsMark(const char* mark) const
    {
        return m_token.kind == FclToken::Kind::MARK && m_token.text == mark;
    }

    bool AcceptWord(const char* keyword)
    {
        const bool is = IsWord(keyword);
        if (is)
        {
            Take();
        }
        return is;
    }

    bool AcceptMark(const char* mark)
    {
        const bool is = IsMark(mark);
        if (is)
        {
            Take();
        }
        return is;
    }

    void ExpectWord(const char* keyword)
    {
        if (!AcceptWord(keyword))
        {
            RefuseFound(keyword);
        }
    }

    void ExpectMark(const char* mark)
    {
        if (!AcceptMark(mark))
        {
            RefuseFound(std::string("'") + mark + "'");
        }
    }

    FclToken Name(const char* what)
    {
        if (m_token.kind != FclToken::Kind::WORD || Keywords().count(Upper(m_token.text)) > 0)
        {
            RefuseFound(what);
        }
        return Take();
    }

    FclToken Number(const char* what = "a number")
    {
        if (m_token.kind != FclToken::Kind::NUMBER)
        {
            RefuseFound(what);
        }
        return Take();
    }

    /** @brief One of the words, which stand for 0, 1, ... */
    std::size_t Choice(const std::vector<std::string>& words)
    {
        for (std::size_t i = 0; i < words.size(); ++i)
        {
            if (AcceptWord(words[i].c_str()))
            {
                return i;
            }
        }
        RefuseFound(words.size() == 1 ? words[0] : "one of " + Join(words));
    }

    struct Declared
    {
        LinguisticVariable variable;
        FclToken at;            //!< its declaration, then its description
        bool described = false; //!< has its FUZZIFY or DEFUZZIFY
        std::optional<FclToken> method;
        bool hasAccumulation = false;
    };

    void Variables(std::vector<Declared>& list);
    Declared& Describe(std::vector<Declared>& list, const char* what);
    void Fuzzify();
    void Defuzzify();
    void Range(LinguisticVariable& variable);
    void SpanOfTerms(Declared& declared) const;
    void Method(Declared& declared);
    void CheckMethod(const Declared& declared) const;
    Aggregation Accumulation();
    void Term(LinguisticVariable& variable);
    MembershipFunction Membership();
    void Build();
    void RuleBlock();
    void Rule();
    void Disjunction(FuzzyRule& rule, std::size_t depth);
    void ConjunctionOf(FuzzyRule& rule, std::size_t depth);
    void Proposition(FuzzyRule& rule, std::size_t depth);
    std::size_t Variable(const std::vector<LinguisticVariable>& variables, const char* what);
    std::size_t TermOf(const LinguisticVariable& variable);

    std::string m_file;
    FclLexer m_lexer;
    FclToken m_token;
    std::vector<Declared> m_inputs;
    std::vector<Declared> m_outputs;
    MamdaniEngine m_engine;
    bool m_hasRules = false;
};

MamdaniEngine
FclParser::Parse()
{
    ExpectWord("FUNCTION_BLOCK");
    Name("the name of the function block");
    while (!IsWord("END_FUNCTION_BLOCK"))
    {
        if (m_hasRules)
        {
            RefuseFound("END_FUNCTION_BLOCK after the rule block");
        }
        if (AcceptWord("VAR_INPUT"))
        {
            Variables(m_inputs);
        }
        else if (AcceptWord("VAR_OUTPUT"))
        {
            Variables(m_outputs);
        }
        else if (AcceptWord("FUZZIFY"))
        {
            Fuzzify();
        }
        else if (AcceptWord("DEFUZZIFY"))
        {
            Defuzzify();
        }
        else if (IsWord("RULEBLOCK"))
        {
            Build();
            RuleBlock();
            m_hasRules = true;
        }
        else
        {
            RefuseFound("VAR_INPUT, VAR_OUTPUT, FUZZIFY, DEFUZZIFY, RULEBLOCK or "
                        "END_FUNCTION_BLOCK");
        }
    }
    if (!m_hasRules)
    {
        RefuseFound("a RULEBLOCK");
    }
    Take();
    if (m_token.kind != FclToken::Kind::END)
    {
        RefuseFound("nothing after END_FUNCTION_BLOCK");
    }
    return std::move(m_engine);
}

void
FclParser::Variables(std::vector<Declared>& list)
{
    while (!AcceptWord("END_VAR"))
    {
        const auto name = Name("the name of a variable or END_VAR");
        for (const auto* other : {&m_inputs, &m_outputs})
        {
            for (const auto& declared : *other)
            {
                if (declared.variable.name == name.text)
                {
                    Refuse(name, "variable " + name.Describe() + " is declared twice");
                }
            }
        }
        if (m_inputs.size() + m_outputs.size() >= MOST_VARIABLES)
        {
            Refuse(name, "more than " + std::to_string(MOST_VARIABLES) + " variables");
        }
        ExpectMark(":");
        ExpectWord("REAL");
        ExpectMark(";");
        Declared declared;
        declared.variable.name = name.text;
        declared.at = name;
        list.push_back(std::move(declared));
    }
}

FclParser::Declared&
FclParser::Describe(std::vector<Declared>& list, const char* what)
{
    const auto name = Name("the name of a declared variable");
    std::vector<std::string> names;
    for (auto& declared : list)
    {
        if (declared.variable.name == name.text)
        {
            if (declared.described)
            {
                Refuse(name, "variable " + name.Describe() + " is described twice");
            }
            declared.described = true;
            declared.at = name;
            return declared;
        }
        names.push_back(declared.variable.name);
    }
    RefuseUnknown(name, what, names);
}

void
FclParser::Fuzzify()
{
    auto& variable = Describe(m_inputs, "input").variable;
    while (!AcceptWord("END_FUZZIFY"))
    {
        if (!IsWord("TERM"))
        {
            RefuseFound("TERM or END_FUZZIFY");
        }
        Term(variable);
    }
}

void
FclParser::Range(LinguisticVariable& variable)
{
    AcceptMark(":="); // RANGE(a .. b) in IEC 61131-7, RANGE := (a .. b) in common use
    ExpectMark("(");
    const auto low = Number();
    ExpectMark("..");
    const auto high = Number();
    ExpectMark(")");
    ExpectMark(";");
    if (!(low.number < high.number))
    {
        Refuse(low, "the range begins at or after its end " + high.Describe());
    }
    variable.minimum = low.number;
    variable.maximum = high.number;
}

void
FclParser::Defuzzify()
{
    auto& declared = Describe(m_outputs, "output");
    auto& variable = declared.variable;
    bool hasRange = false;
    while (!AcceptWord("END_DEFUZZIFY"))
    {
        if (IsWord("TERM"))
        {
            Term(variable);
        }
        else if (AcceptWord("RANGE"))
        {
            Range(variable);
            hasRange = true;
        }
        else if (AcceptWord("METHOD"))
        {
            ExpectMark(":");
            Method(declared);
            ExpectMark(";");
        }
        else if (AcceptWord("DEFAULT"))
        {
            ExpectMark(":=");
            variable.defaultValue = Number().number;
            ExpectMark(";");
        }
        else if (AcceptWord("ACCU"))
        {
            variable.aggregation = Accumulation();
            declared.hasAccumulation = true;
            ExpectMark(";");
        }
        else
        {
            RefuseFound("TERM, RANGE, METHOD, ACCU, DEFAULT or END_DEFUZZIFY");
        }
    }
    if (!hasRange && !variable.terms.empty())
    {
        SpanOfTerms(declared);
    }
    CheckMethod(declared);
}

void
FclParser::SpanOfTerms(Declared& declared) const
{
    auto& variable = declared.variable;
    for (std::size_t i = 0; i < variable.terms.size(); ++i)
    {
        const auto span = variable.terms[i].membership.Span();
        if (!span)
        {
            Refuse(declared.at,
                   "output " + declared.at.Describe() + " needs a RANGE, its term '" +
                       variable.terms[i].name + "' has no end");
        }
        variable.minimum = i == 0 ? span->first : std::min(variable.minimum, span->first);
        variable.maximum = i == 0 ? span->second : std::max(variable.maximum, span->second);
    }
    if (!(variable.minimum < variable.maximum))
    {
        Refuse(declared.at,
               "output " + declared.at.Describe() + " needs a RANGE, its terms span none");
    }
}

Aggregation
FclParser::Accumulation()
{
    ExpectMark(":");
    // What NSUM divides by is the same everywhere (IEC 61131-7: the highest sum, or 1), so it moves
    // no centroid, no bisector and no maximum of the sum.
    constexpr Aggregation AGGREGATIONS[] = {Aggregation::MAXIMUM,
                                            Aggregation::BOUNDED_SUM,
                                            Aggregation::SUM};
    return AGGREGATIONS[Choice({"MAX", "BSUM", "NSUM"})];
}

void
FclParser::Method(Declared& declared)
{
    constexpr Defuzzifier DEFUZZIFIERS[] = {Defuzzifier::CENTROID,
                                            Defuzzifier::CENTROID,
                                            Defuzzifier::BISECTOR,
                                            Defuzzifier::SMALLEST_OF_MAXIMUM,
                                            Defuzzifier::LARGEST_OF_MAXIMUM,
                                            Defuzzifier::MEAN_OF_MAXIMUM,
                                            Defuzzifier::MEAN_OF_MAXIMUM};
    declared.method = m_token;
    declared.variable.defuzzifier =
        DEFUZZIFIERS[Choice({"COG", "COGS", "COA", "LM", "RM", "MM", "MOM"})];
}

void
FclParser::CheckMethod(const Declared& declared) const
{
    const auto& terms = declared.variable.terms;
    const auto singletons = std::count_if(terms.begin(), terms.end(), [](const auto& term) {
        return term.membership.SingletonAt().has_value();
    });
    if (singletons != 0 && static_cast<std::size_t>(singletons) != terms.size())
    {
        Refuse(declared.at,
               "output " + declared.at.Describe() +
                   " mixes singletons, which have no area, with other terms");
    }
    for (const auto& term : terms)
    {
        const auto x = term.membership.SingletonAt();
        if (x && (*x < declared.variable.minimum || *x > declared.variable.maximum))
        {
            Refuse(declared.at,
                   "singleton '" + term.name + "' of output " + declared.at.Describe() +
                       " lies outside its RANGE");
        }
    }
    const auto method = declared.method ? Upper(declared.method->text) : "";
    if (method == "COGS" && singletons == 0)
    {
        Refuse(*declared.method, "COGS is for singletons; allowed here: COG, COA, LM, RM, MM");
    }
    if ((method == "COG" || method == "COA") && singletons != 0)
    {
        Refuse(*declared.method, method + " needs areas; allowed for singletons: COGS, LM, RM, MM");
    }
}

void
FclParser::Term(LinguisticVariable& variable)
{
    ExpectWord("TERM");
    const auto name = Name("the name of a term");
    if (variable.Find(name.text))
    {
        Refuse(name, "term " + name.Describe() + " of '" + variable.name + "' is defined twice");
    }
    if (variable.terms.size() >= MOST_TERMS)
    {
        Refuse(name,
               "more than " + std::to_string(MOST_TERMS) + " terms of '" + variable.name + "'");
    }
    ExpectMark(":=");
    const auto at = m_token;
    try
    {
        variable.terms.push_back({name.text, Membership()});
    }
    catch (const std::invalid_argument& error)
    {
        Refuse(at, error.what());
    }
    ExpectMark(";");
}

MembershipFunction
FclParser::Membership()
{
    if (AcceptWord("TRIAN"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        return MembershipFunction::Triangular(a, b, c);
    }
    if (AcceptWord("TRAPE"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        const double d = Number().number;
        return MembershipFunction::Trapezoidal(a, b, c, d);
    }
    if (AcceptWord("GAUSS"))
    {
        const double mean = Number().number;
        const double sigma = Number().number;
        return MembershipFunction::Gaussian(mean, sigma);
    }
    if (AcceptWord("GBELL"))
    {
        const double width = Number().number;
        const double slope = Number().number;
        const double centre = Number().number;
        return MembershipFunction::Bell(width, slope, centre);
    }
    if (AcceptWord("SIGM"))
    {
        const double slope = Number().number;
        const double centre = Number().number;
        return MembershipFunction::Sigmoid(slope, centre);
    }
    if (IsWord("SSHAPE") || IsWord("ZSHAPE"))
    {
        const bool rises = IsWord("SSHAPE");
        Take();
        const double a = Number().number;
        const double b = Number().number;
        return rises ? MembershipFunction::SShape(a, b) : MembershipFunction::ZShape(a, b);
    }
    if (AcceptWord("PISHAPE"))
    {
        const double a = Number().number;
        const double b = Number().number;
        const double c = Number().number;
        const double d = Number().number;
        return MembershipFunction::PiShape(a, b, c, d);
    }
    if (m_token.kind == FclToken::Kind::NUMBER)
    {
        return MembershipFunction::Singleton(Number().number);
    }
    if (!IsMark("("))
    {
        RefuseFound("points such as (0, 0) (1, 1), the number of a singleton, or TRIAN, TRAPE, "
                    "GAUSS, GBELL, SIGM, SSHAPE, ZSHAPE or PISHAPE");
    }
    std::vector<MembershipFunction::Point> points;
    while (IsMark("("))
    {
        if (points.size() >= MOST_POINTS)
        {
            Refuse(m_token, "more than " + std::to_string(MOST_POINTS) + " points");
        }
        Take();
        const double x = Number().number;
        ExpectMark(",");
        const double degree = Number().number;
        ExpectMark(")");
        points.push_back({x, degree});
    }
    return MembershipFunction::PiecewiseLinear(std::move(points));
}

void
FclParser::Build()
{
    for (auto* list : {&m_inputs, &m_outputs})
    {
        const bool input = list == &m_inputs;
        const std::string kind = input ? "input" : "output";
        if (list->empty())
        {
            Refuse(m_token, "there is no " + kind + " before the rule block");
        }
        for (auto& declared : *list)
        {
            if (declared.variable.terms.empty())
            {
                Refuse(declared.at,
                       kind + ' ' + declared.at.Describe() + " has no TERM in a " +
                           (input ? "FUZZIFY" : "DEFUZZIFY") + " before the rule block");
            }
            input ? m_engine.AddInput(declared.variable) : m_engine.AddOutput(declared.variable);
        }
    }
}

void
FclParser::RuleBlock()
{
    ExpectWord("RULEBLOCK");
    Name("the name of the rule block");
    std::optional<std::size_t> conjunction;
    std::optional<std::size_t> disjunction;
    while (!AcceptWord("END_RULEBLOCK"))
    {
        const auto at = m_token;
        if (IsWord("RULE"))
        {
            Rule();
            continue;
        }
        if (AcceptWord("AND"))
        {
            ExpectMark(":");
            conjunction = Choice({"MIN", "PROD"});
        }
        else if (AcceptWord("OR"))
        {
            ExpectMark(":");
            disjunction = Choice({"MAX", "ASUM"});
        }
        else if (AcceptWord("ACT"))
        {
            ExpectMark(":");
            m_engine.SetImplication(Choice({"MIN", "PROD"}) == 0 ? Implication::MINIMUM
                                                                 : Implication::PRODUCT);
        }
        else if (AcceptWord("ACCU"))
        {
            const auto aggregation = Accumulation();
            for (std::size_t o = 0; o < m_outputs.size(); ++o)
            {
                if (m_outputs[o].hasAccumulation &&
                    m_outputs[o].variable.aggregation != aggregation)
                {
                    Refuse(at,
                           "output '" + m_outputs[o].variable.name +
                               "' has another ACCU of its own");
                }
                m_engine.SetAggregation(o, aggregation);
            }
        }
        else
        {
            RefuseFound("AND, OR, ACT, ACCU, RULE or END_RULEBLOCK");
        }
        ExpectMark(";");
        // De Morgan's laws hold only within a pair (IEC 61131-7).
        if (conjunction && disjunction && *conjunction != *disjunction)
        {
            Refuse(at, "AND and OR do not match; allowed: MIN with MAX, PROD with ASUM");
        }
    }
    if (conjunction.value_or(disjunction.value_or(0)) == 1)
    {
        m_engine.SetConjunction(Conjunction::PRODUCT);
    }
    if (m_engine.Rules().empty())
    {
        RefuseFound("a rule block with at least one RULE");
    }
}

void
FclParser::Rule()
{
    const auto at = Take();
    if (m_engine.Rules().size() >= MOST_RULES)
    {
        Refuse(at, "more than " + std::to_string(MOST_RULES) + " rules");
    }
    FuzzyRule rule;
    rule.name = Number("the number of the rule").text;
    ExpectMark(":");
    ExpectWord("IF");
    Disjunction(rule, 0);
    ExpectWord("THEN");
    do
    {
        const auto where = m_token;
        const auto output = Variable(m_engine.Outputs(), "output");
        if (IsWord("NOT") || IsWord("VERY") || IsWord("SOMEWHAT"))
        {
            Refuse(m_token, "a conclusion cannot be negated or hedged");
        }
        rule.conclusions.push_back({output, TermOf(m_engine.Outputs()[output])});
        if (rule.conclusions.size() > MOST_VARIABLES)
        {
            Refuse(where, "more than " + std::to_string(MOST_VARIABLES) + " conclusions");
        }
    } while (AcceptMark(","));
    if (AcceptWord("WITH"))
    {
        const auto weight = Number();
        if (!(weight.number >= 0 && weight.number <= 1))
        {
            Refuse(weight, "weight " + weight.Describe() + " is outside 0..1");
        }
        rule.weight = weight.number;
    }
    ExpectMark(";");
    m_engine.AddRule(std::move(rule));
}

void
FclParser::Disjunction(FuzzyRule& rule, std::size_t depth)
{
    ConjunctionOf(rule, depth);
    while (AcceptWord("OR"))
    {
        ConjunctionOf(rule, depth);
        rule.conditions.push_back({FuzzyCondition::Kind::OR, 0, 0});
    }
}

void
FclParser::ConjunctionOf(FuzzyRule& rule, std::size_t depth)
{
    Proposition(rule, depth);
    while (AcceptWord("AND"))
    {
        Proposition(rule, depth);
        rule.conditions.push_back({FuzzyCondition::Kind::AND, 0, 0});
    }
}

void
FclParser::Proposition(FuzzyRule& rule, std::size_t depth)
{
    if (depth > DEEPEST_NESTING)
    {
        Refuse(m_token,
               "conditions are nested more than " + std::to_string(DEEPEST_NESTING) + " deep");
    }
    if (rule.conditions.size() >= MOST_PROPOSITIONS)
    {
        Refuse(m_token,
               "a rule has more than " + std::to_string(MOST_PROPOSITIONS) + " propositions");
    }
    if (AcceptWord("NOT"))
    {
        Proposition(rule, depth + 1);
        rule.conditions.push_back({FuzzyCondition::Kind::NOT, 0, 0});
        return;
    }
    if (AcceptMark("("))
    {
        Disjunction(rule, depth + 1);
        ExpectMark(")");
        return;
    }
    const auto input = Variable(m_engine.Inputs(), "input");
    // The word next to the term acts first.
    std::vector<FuzzyCondition> hedges;
    const auto accept = [&](const char* word, FuzzyCondition::Kind kind) {
        const auto at = m_token;
        if (!AcceptWord(word))
        {
            return false;
        }
        if (hedges.size() >= MOST_HEDGES)
        {
            Refuse(at, "more than " + std::to_string(MOST_HEDGES) + " hedges of a term");
        }
        hedges.push_back({kind, 0, 0});
        return true;
    };
    while (accept("NOT", FuzzyCondition::Kind::NOT) || accept("VERY", FuzzyCondition::Kind::VERY) ||
           accept("SOMEWHAT", FuzzyCondition::Kind::SOMEWHAT))
    {
    }
    const auto term = TermOf(m_engine.Inputs()[input]);
    rule.conditions.push_back({FuzzyCondition::Kind::IS, input, term});
    rule.conditions.insert(rule.conditions.end(), hedges.rbegin(), hedges.rend());
}

std::size_t
FclParser::Variable(const std::vector<LinguisticVariable>& variables, const char* what)
{
    const auto name = Name(what);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < variables.size(); ++i)
    {
        if (variables[i].name == name.text)
        {
            ExpectWord("IS");
            return i;
        }
        names.push_back(variables[i].name);
    }
    RefuseUnknown(name, what, names);
}

std::size_t
FclParser::TermOf(const LinguisticVariable& variable)
{
    const auto word = Name("the name of a term");
    const auto term = variable.Find(word.text);
    if (!term)
    {
        std::vector<std::string> names;
        for (const auto& other : variable.terms)
        {
            names.push_back(other.name);
        }
        RefuseUnknown(word, "term of '" + variable.name + "'", names);
    }
    return *term;
}

} // namespace

FclError::FclError(const std::string& file,
                   std::size_t line,
                   std::size_t column,
                   const std::string& problem)
    : std::runtime_error(
          file +
          (line ? ":" + std::to_string(line) + ":" + std::to_string(column) : std::string()) +
          ": " + problem),
      file(file),
      line(line),
      column(column),
      problem(problem)
{
}

MamdaniEngine
ParseFcl(const std::string& text, const std::string& name)
{
    if (text.size() > LARGEST_FILE)
    {
        throw FclError(name,
                       0,
                       0,
                       "the file has " + std::to_string(text.size()) +
                           " bytes; allowed: " + std::to_string(LARGEST_FILE));
    }
    return FclParser(text, name).Parse();
}

MamdaniEngine
LoadFcl(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
    {
        throw FclError(path, 0, 0, "the rule file cannot be opened");
    }
    // One byte more than allowed is enough to see that there are too many.
    std::string text(LARGEST_FILE + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad())
    {
        throw FclError(path, 0, 0, "the rule file cannot be read");
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    return ParseFcl(text, path);
}

} // namespace ns3::iomt
