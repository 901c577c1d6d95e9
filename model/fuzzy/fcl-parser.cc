// SPDX-License-Identifier: GPL-2.0-only

#include "fcl-parser.h"

#include "fcl.h"

#include "ns3/nearest-name.h"

#include <set>
#include <utility>

namespace ns3::iomt
{

namespace
{

// Bounds on what a rule file may ask of memory and time; far above any rule base made by hand.
constexpr std::size_t MOST_VARIABLES = 64;

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

} // namespace

FclParser::FclParser(const std::string& text, const std::string& file)
    : m_file(file),
      m_lexer(text, file)
{
    m_token = m_lexer.Next();
}

void
FclParser::Refuse(const FclToken& at, const std::string& problem) const
{
    throw FclError(m_file, at.line, at.column, problem);
}

void
FclParser::RefuseFound(const std::string& expected) const
{
    Refuse(m_token, "found " + m_token.Describe() + "; expected " + expected);
}

void
FclParser::RefuseUnknown(const FclToken& at,
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

FclToken
FclParser::Take()
{
    auto token = std::move(m_token);
    m_token = m_lexer.Next();
    return token;
}

bool
FclParser::IsWord(const char* keyword) const
{
    return m_token.kind == FclToken::Kind::WORD && m_token.InCapitals() == keyword;
}

bool
FclParser::IsMark(const char* mark) const
{
    return m_token.kind == FclToken::Kind::MARK && m_token.text == mark;
}

bool
FclParser::AcceptWord(const char* keyword)
{
    const bool is = IsWord(keyword);
    if (is)
    {
        Take();
    }
    return is;
}

bool
FclParser::AcceptMark(const char* mark)
{
    const bool is = IsMark(mark);
    if (is)
    {
        Take();
    }
    return is;
}

void
FclParser::ExpectWord(const char* keyword)
{
    if (!AcceptWord(keyword))
    {
        RefuseFound(keyword);
    }
}

void
FclParser::ExpectMark(const char* mark)
{
    if (!AcceptMark(mark))
    {
        RefuseFound(std::string("'") + mark + "'");
    }
}

FclToken
FclParser::Name(const char* what)
{
    if (m_token.kind != FclToken::Kind::WORD || Keywords().count(m_token.InCapitals()) > 0)
    {
        RefuseFound(what);
    }
    return Take();
}

FclToken
FclParser::Number(const char* what)
{
    if (m_token.kind != FclToken::Kind::NUMBER)
    {
        RefuseFound(what);
    }
    return Take();
}

std::size_t
FclParser::Choice(const std::vector<std::string>& words)
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

} // namespace ns3::iomt
