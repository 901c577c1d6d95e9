// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/data-path.h"
#include "ns3/fcl.h"
#include "ns3/test.h"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/** @brief A small complete rule file with a place for each rule under test. */
std::string
FileWith(const std::string& rules, const std::string& operators = "")
{
    return "FUNCTION_BLOCK f\n"                                       // 1
           "VAR_INPUT a : REAL; b : REAL; END_VAR\n"                  // 2
           "VAR_OUTPUT y : REAL; END_VAR\n"                           // 3
           "FUZZIFY a TERM on := (0, 0) (1, 1); END_FUZZIFY\n"        // 4
           "FUZZIFY b TERM on := (0, 0) (1, 1); END_FUZZIFY\n"        // 5
           "DEFUZZIFY y\n"                                            // 6
           "TERM low := TRIAN 0 1 2;\n"                               // 7
           "TERM high := TRAPE 10 10.5 11.5 12;\n"                    // 8
           "RANGE(0..12); METHOD : COG; ACCU : MAX; DEFAULT := -1;\n" // 9
           "END_DEFUZZIFY\n"                                          // 10
           "RULEBLOCK r " +
           operators + "\n" + // 11
           rules +
           "\n" // 12
           "END_RULEBLOCK\n"
           "END_FUNCTION_BLOCK\n";
}

/** @brief Every construct of the subset means what it says. */
class FclMeaningTestCase : public TestCase
{
  public:
    FclMeaningTestCase()
        : TestCase("What rule files mean")
    {
    }

  private:
    double Evaluate(const std::string& text)
    {
        return ParseFcl(text).Evaluate({{"a", 0.3}, {"b", 0.5}}).at("y");
    }

    /** @brief Strength of the first rule: both terms are as centred as their area is simple. */
    double Strength(const std::string& condition, const std::string& operators)
    {
        const double c = Evaluate(FileWith("RULE 1 : IF " + condition +
                                               " THEN y IS low; "
                                               "RULE 2 : IF NOT (a IS on AND NOT a IS on) "
                                               "AND (a IS on OR NOT a IS on) THEN y IS high;",
                                           operators + " ACT : PROD;"));
        // The second rule's strength is that of max(0.3, 0.7) = 0.7, whose term has an area of 1.5.
        const double other = operators.find("PROD") == std::string::npos ? 0.7 : 0.79 * 0.79;
        return other * 1.5 * (11 - c) / (c - 1);
    }

    void DoRun() override
    {
        const std::string min = "AND : MIN; OR : MAX;";
        const std::string product = "AND : PROD; OR : ASUM;";
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS on", min), 0.3, 1e-9, "a term");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS on AND b IS on", min), 0.3, 1e-9, "AND");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS on OR b IS on", min), 0.5, 1e-9, "OR");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS NOT on", min), 0.7, 1e-9, "IS NOT");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("NOT (a IS on)", min), 0.7, 1e-9, "NOT ( )");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("b IS on OR b IS on AND a IS on", min),
                                  0.5,
                                  1e-9,
                                  "AND binds closer than OR");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("(b IS on OR b IS on) AND a IS on", min),
                                  0.3,
                                  1e-9,
                                  "brackets bind closer than AND");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS on AND b IS on", product), 0.15, 1e-9, "PROD");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS on OR b IS on", product), 0.65, 1e-9, "ASUM");

        const auto always = "IF a IS on OR NOT a IS on THEN ";
        NS_TEST_EXPECT_MSG_EQ_TOL(
            Evaluate(FileWith(std::string("rule 1 : if a is on then y is low with 0;"))),
            -1,
            0,
            "keywords in any case; no rule fires, so the default holds");
        NS_TEST_EXPECT_MSG_EQ_TOL(
            Evaluate(FileWith(std::string("RULE 1 : ") + always + "y IS low;")),
            1,
            1e-12,
            "one term");
        // A range that begins inside the triangle leaves its right half, 1..2.
        auto cut = FileWith(std::string("RULE 1 : ") + always + "y IS low;");
        cut.replace(cut.find("RANGE(0..12)"), 12, "RANGE := (1 .. 12)");
        // The rule holds to 0.7: a trapezoid of 0.7 from 1 to 1.3, falling to 0 at 2.
        const double box = 0.3 * 0.7;
        const double slope = 0.7 * 0.7 / 2;
        NS_TEST_EXPECT_MSG_EQ_TOL(Evaluate(cut),
                                  (box * 1.15 + slope * (1.3 + 0.7 / 3)) / (box + slope),
                                  1e-12,
                                  "range");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("b IS VERY on", min), 0.25, 1e-9, "VERY");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("b IS SOMEWHAT on", min), std::sqrt(0.5), 1e-9, "SOME");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("b IS NOT VERY on", min), 0.75, 1e-9, "not very");
        NS_TEST_EXPECT_MSG_EQ_TOL(Strength("a IS very NOT on", min), 0.49, 1e-9, "very not");

        struct Case
        {
            const char* terms; // of input a, which is 0.3, and of output y
            const char* output;
            double value;
        };

        const Case cases[]{
            {"GBELL 0.2 2 0.1", "1; METHOD : COGS", 0.5},
            {"SIGM -4 0.3", "1; METHOD : COGS", 0.5},
            {"SSHAPE 0.1 0.9", "1; METHOD : COGS", 0.125},
            {"ZSHAPE 0.1 0.9", "1; METHOD : COGS", 0.875},
            {"PISHAPE 0.1 0.9 1 2", "1; METHOD : COGS", 0.125},
            {"0.3", "1; METHOD : COGS", 1},
            {"+0.25", "1; METHOD : COGS", 0},
        };
        for (const auto& [input, output, value] : cases)
        {
            // Singletons 0 and 1, concluded with 1 - d and d: their weighted mean is d.
            const auto text = std::string("FUNCTION_BLOCK f VAR_INPUT a : REAL; END_VAR\n"
                                          "VAR_OUTPUT y : REAL; END_VAR\n"
                                          "FUZZIFY a TERM t := ") +
                              input +
                              "; END_FUZZIFY DEFUZZIFY y TERM no := 0; TERM yes := " + output +
                              "; END_DEFUZZIFY RULEBLOCK r RULE 1 : IF a IS t THEN y IS yes; "
                              "RULE 2 : IF a IS NOT t THEN y IS no; END_RULEBLOCK "
                              "END_FUNCTION_BLOCK";
            const double degree = ParseFcl(text).Evaluate({{"a", 0.3}}).at("y");
            NS_TEST_EXPECT_MSG_EQ_TOL(degree, value, 1e-12, input);
        }

        // Both triangles below hold to 0.5: tops from 1 to 3 and from 7 to 9.
        const auto method = [this](const std::string& text) {
            return Evaluate(
                "FUNCTION_BLOCK f VAR_INPUT a : REAL; b : REAL; END_VAR\n"
                "VAR_OUTPUT y : REAL; END_VAR\n"
                "FUZZIFY a TERM on := (0, 0) (1, 1); END_FUZZIFY\n"
                "FUZZIFY b TERM on := (0, 0) (1, 1); END_FUZZIFY\n"
                "DEFUZZIFY y TERM low := TRIAN 0 2 4; TERM high := TRIAN 4 8 12;\n" +
                text +
                "END_DEFUZZIFY RULEBLOCK r RULE 1 : IF b IS on THEN y IS low, y IS high;"
                "RULE 2 : IF b IS on THEN y IS low; END_RULEBLOCK END_FUNCTION_BLOCK");
        };
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : LM;"), 1, 1e-9, "LM");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : RM;"), 10, 1e-9, "RM");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : MM;"), (2 * 2 + 4 * 8) / 6.0, 1e-9, "MM");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : MOM;"), (2 * 2 + 4 * 8) / 6.0, 1e-9, "MOM");
        // Areas of 1.5 and 3: half of all is 0.75 into the second, which begins with a ramp of
        // 0.5 and goes on at 0.5.
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : COA;"), 6.5, 1e-9, "COA");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("METHOD : COG;"), (1.5 * 2 + 3 * 8) / 4.5, 1e-9, "COG");
        // The second rule adds to the first: the lower triangle counts twice, up to 1 each.
        NS_TEST_EXPECT_MSG_EQ_TOL(method("ACCU : BSUM;"), (3 * 2 + 3 * 8) / 6.0, 1e-9, "BSUM");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("ACCU : NSUM;"), (3 * 2 + 3 * 8) / 6.0, 1e-9, "NSUM");
        NS_TEST_EXPECT_MSG_EQ_TOL(method("ACCU : NSUM; METHOD : RM;"), 3, 1e-9, "the higher one");

        const auto gauss =
            "FUNCTION_BLOCK f (* a\n (comment *) VAR_INPUT a : REAL; b : REAL; END_VAR\n"
            "VAR_OUTPUT y : REAL; END_VAR // another\n"
            "FUZZIFY a TERM on := GAUSS 0.3 1e-1; END_FUZZIFY\n"
            "FUZZIFY b TERM on := (0,0) (1,1); END_FUZZIFY\n"
            "DEFUZZIFY y TERM t := GAUSS -4 +.5; METHOD : COG; END_DEFUZZIFY\n"
            "RULEBLOCK r RULE 1 : IF a IS on THEN y IS t; END_RULEBLOCK\n"
            "END_FUNCTION_BLOCK";
        NS_TEST_EXPECT_MSG_EQ_TOL(Evaluate(gauss), -4, 1e-9, "bells, comments, range of the terms");
    }
};

/** @brief A mistake is answered with its place and what is allowed. */
class FclMistakeTestCase : public TestCase
{
  public:
    FclMistakeTestCase()
        : TestCase("Line and column of mistakes")
    {
    }

  private:
    void Expect(const std::string& text,
                std::size_t line,
                std::size_t column,
                const std::string& part)
    {
        try
        {
            ParseFcl(text, "x.fcl");
            NS_TEST_EXPECT_MSG_EQ(true, false, "not refused: " << part);
        }
        catch (const FclError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.line, line, error.what());
            NS_TEST_EXPECT_MSG_EQ(error.column, column, error.what());
            NS_TEST_EXPECT_MSG_NE(std::string(error.what()).find(part),
                                  std::string::npos,
                                  error.what() << " lacks " << part);
            const auto place =
                "x.fcl:" + std::to_string(line) + ':' + std::to_string(column) + ": ";
            NS_TEST_EXPECT_MSG_EQ(std::string(error.what()).find(place), 0, error.what());
        }
    }

    void DoRun() override
    {
        Expect("", 1, 1, "expected FUNCTION_BLOCK");
        Expect("FUNCTION_BLOCK f\n  VAR_INPUT a : BOOL;", 2, 17, "found 'BOOL'; expected REAL");
        Expect("FUNCTION_BLOCK f VAR_INPUT a : REAL; a : REAL;", 1, 38, "declared twice");
        Expect("FUNCTION_BLOCK f\nVAR_INPUT sweat : REAL; END_VAR\nFUZZIFY swaet",
               3,
               9,
               "did you mean 'sweat'?");
        Expect(FileWith("RULE 1 : IF a IS oon THEN y IS low;"), 12, 18, "did you mean 'on'?");
        Expect(FileWith("RULE 1 : IF c IS on THEN y IS low;"), 12, 13, "llowed: a, b");
        Expect(FileWith("RULE 1 : IF a IS on THEN y IS NOT low;"), 12, 31, "negated");
        Expect(FileWith("RULE 1 : IF a IS on THEN y IS VERY low;"), 12, 31, "hedged");
        Expect(FileWith("RULE 1 : IF a IS VERY THEN y IS low;"), 12, 23, "name of a term");
        Expect(FileWith("RULE 1 : IF a VERY IS on THEN y IS low;"), 12, 15, "expected IS");
        Expect(FileWith("RULE 1 : IF a IS NOT NOT NOT NOT NOT NOT NOT NOT NOT on THEN y IS low;"),
               12,
               50,
               "more than 8 hedges");
        Expect(FileWith("", "ACCU : SUM;"), 11, 20, "expected one of MAX, BSUM, NSUM");
        Expect(FileWith("", "ACCU : BSUM;"), 11, 13, "another ACCU");
        const auto output = [](const std::string& text) {
            return "FUNCTION_BLOCK f VAR_OUTPUT y : REAL; END_VAR\nDEFUZZIFY y\n" + text +
                   "\nEND_DEFUZZIFY";
        };
        Expect(output("TERM t := TRIAN 0 1 2; METHOD : COGS;"), 3, 33, "COGS is for singletons");
        Expect(output("TERM t := 1; RANGE(0..2); METHOD : COG;"), 3, 36, "COG needs areas");
        Expect(output("TERM t := 1; RANGE(0..2); METHOD : COA;"), 3, 36, "COA needs areas");
        Expect(output("TERM t := 1; METHOD : COGS;"), 2, 11, "needs a RANGE");
        Expect(output("TERM t := 3; RANGE(0..2);"), 2, 11, "outside its RANGE");
        Expect(output("TERM t := 1; TERM u := TRIAN 0 1 2;"), 2, 11, "mixes singletons");
        Expect(output("TERM t := GBELL 1 2 3;"), 2, 11, "'t' has no end");
        Expect(output("TERM t := TRIAN 0 1 2; METHOD : MAX;"), 3, 33, "expected one of COG, COGS");
        Expect(output("TERM t := GBELL 1 0 3;"), 3, 11, "slope > 0");
        Expect(output("TERM t := SIGM 0 3;"), 3, 11, "not 0");
        Expect(output("TERM t := SSHAPE 3 3;"), 3, 11, "a < b");
        Expect(output("TERM t := PISHAPE 1 2 3;"), 3, 24, "expected a number");
        Expect(output("TERM t := BELL 1 2 3;"), 3, 11, "GBELL, SIGM");
        Expect(FileWith("RULE 1 : IF a IS on THEN y IS low WITH 2;"), 12, 40, "outside 0..1");
        Expect(FileWith("RULE 1 : IF (a IS on THEN y IS low;"), 12, 22, "expected ')'");
        Expect(FileWith("RULE 1 : IF a IS on AND THEN y IS low;"), 12, 25, "expected input");
        Expect(FileWith("RULE 1 ; IF"), 12, 8, "expected ':'");
        Expect(FileWith(""), 14, 1, "at least one RULE");
        Expect(FileWith("", "AND : MIN; OR : ASUM;"), 11, 24, "MIN with MAX");
        Expect(FileWith("", "AND : BDIF;"), 11, 19, "expected one of MIN, PROD");
        Expect("FUNCTION_BLOCK f\n\t?", 2, 2, "found '?'");
        Expect("FUNCTION_BLOCK f (* open", 1, 18, "no end");
        Expect("FUNCTION_BLOCK f VAR_INPUT a : REAL; END_VAR FUZZIFY a\nTERM t := (0, 2);",
               2,
               11,
               "0..1");
        Expect("FUNCTION_BLOCK f VAR_INPUT a : REAL; END_VAR FUZZIFY a\nTERM t := TRIAN 3 2 1;",
               2,
               11,
               "a <= b <= c");
        Expect("FUNCTION_BLOCK f VAR_INPUT a : REAL; END_VAR FUZZIFY a\nTERM t := (1e999, 0);",
               2,
               12,
               "numbers from -1e9 to 1e9");
        Expect("FUNCTION_BLOCK f VAR_INPUT a : REAL; END_VAR\nVAR_OUTPUT y : REAL; END_VAR\n"
               "RULEBLOCK r",
               1,
               28,
               "input 'a' has no TERM");
        Expect(FileWith("RULE 1 : IF a IS on THEN y IS low;") + "more", 15, 1, "nothing after");
        Expect(FileWith("RULE 1 : IF " + std::string(100000, '(')), 12, 78, "nested more than 64");
        std::string nots;
        for (int i = 0; i < 50000; ++i)
        {
            nots += "NOT ";
        }
        Expect(FileWith("RULE 1 : IF " + nots + "a IS on"), 12, 13 + 65 * 4, "nested more than 64");
        try
        {
            ParseFcl(std::string((1 << 20) + 1, ' '), "big.fcl");
            NS_TEST_EXPECT_MSG_EQ(true, false, "a file beyond the limit");
        }
        catch (const FclError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.line, 0, error.what());
        }
        try
        {
            LoadFcl("/nowhere/rules.fcl");
            NS_TEST_EXPECT_MSG_EQ(true, false, "a file that is not there");
        }
        catch (const FclError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, "/nowhere/rules.fcl", error.what());
        }
    }
};

/** @brief A rule file damaged anywhere gives an engine or an FclError, nothing else. */
class FclDamageTestCase : public TestCase
{
  public:
    FclDamageTestCase()
        : TestCase("Damaged rule files")
    {
    }

  private:
    std::uint32_t Next()
    {
        m_state = m_state * 1664525 + 1013904223; // Numerical Recipes
        return m_state >> 8;
    }

    void DoRun() override
    {
        std::ifstream file(DataPath("rules/stress.fcl"));
        std::stringstream content;
        content << file.rdbuf();
        const auto text = content.str();
        NS_TEST_ASSERT_MSG_EQ(ParseFcl(text).Rules().size(), 6, "the rules of stress.fcl");

        int refused = 0;
        for (int i = 0; i < 3000; ++i)
        {
            auto damaged = text;
            switch (i % 3)
            {
            case 0:
                damaged.resize(Next() % text.size());
                break;
            case 1:
                damaged[Next() % text.size()] = static_cast<char>(Next());
                break;
            default:
                damaged.erase(Next() % text.size(), 1 + Next() % 20);
            }
            try
            {
                ParseFcl(damaged);
            }
            catch (const FclError& error)
            {
                ++refused;
                NS_TEST_ASSERT_MSG_GT(error.line, 0, error.what());
            }
        }
        NS_TEST_EXPECT_MSG_GT(refused, 1000, "every file that was cut short, at least");
    }

    std::uint32_t m_state = 1;
};

class FuzzyFclTestSuite : public TestSuite
{
  public:
    FuzzyFclTestSuite()
        : TestSuite("iomt-fuzzy-fcl", TestSuite::Type::UNIT)
    {
        AddTestCase(new FclMeaningTestCase);
        AddTestCase(new FclMistakeTestCase);
        AddTestCase(new FclDamageTestCase);
    }
};

FuzzyFclTestSuite g_fuzzyFclTestSuite;

} // namespace
