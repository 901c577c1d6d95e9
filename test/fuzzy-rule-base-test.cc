// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/classifier.h"
#include "ns3/fcl.h"
#include "ns3/rule-base.h"
#include "ns3/test.h"

#include <fstream>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

// The order of declaration is not the one in which the test asks.
const std::string RULES = R"(FUNCTION_BLOCK f
VAR_INPUT b : REAL; a : REAL; END_VAR
VAR_OUTPUT second : REAL; first : REAL; END_VAR
FUZZIFY a TERM low := (0, 1) (1, 0); TERM high := (0, 0) (1, 1); END_FUZZIFY
FUZZIFY b TERM low := (0, 1) (1, 0); TERM high := (0, 0) (1, 1); END_FUZZIFY
DEFUZZIFY first RANGE := (0 .. 10);
    TERM small := TRIAN 0 2 4; TERM large := TRIAN 6 8 10; METHOD : COG; DEFAULT := 5; END_DEFUZZIFY
DEFUZZIFY second RANGE := (0 .. 10);
    TERM small := TRIAN 0 2 4; TERM large := TRIAN 6 8 10; METHOD : COG; DEFAULT := 7; END_DEFUZZIFY
RULEBLOCK r
    AND : MIN; OR : MAX; ACT : PROD; ACCU : MAX;
    RULE 1 : IF a IS low THEN first IS small;
    RULE 2 : IF a IS high THEN first IS large;
    RULE 3 : IF b IS high THEN second IS large WITH 0.5;
END_RULEBLOCK
END_FUNCTION_BLOCK
)";

/** @brief Inputs and outputs come in the order of the classifier, whatever the file's. */
class RuleBaseOrderTestCase : public TestCase
{
  public:
    RuleBaseOrderTestCase()
        : TestCase("Order of inputs and outputs")
    {
    }

  private:
    void DoRun() override
    {
        const std::string path = CreateTempDirFilename("rules.fcl");
        std::ofstream(path) << RULES;
        RuleBase rules(path, {"a", "b"}, {"first", "second"});
        const auto at = [&rules](double a, double b) { return rules.Infer({a, b}); };
        NS_TEST_EXPECT_MSG_EQ_TOL(at(0, 1)[0], 2, 1e-12, "a is low");
        NS_TEST_EXPECT_MSG_EQ_TOL(at(1, 0)[0], 8, 1e-12, "a is high");
        NS_TEST_EXPECT_MSG_EQ_TOL(at(0, 1)[1], 8, 1e-12, "b is high");
        NS_TEST_EXPECT_MSG_EQ_TOL(at(1, 0)[1], 7, 1e-12, "no rule for b: the default");
        NS_TEST_EXPECT_MSG_EQ(rules.BestTerm(0, 3), "small", "best term");
        NS_TEST_EXPECT_MSG_EQ(rules.BestTerm(1, 6.5), "large", "best term");
    }
};

/** @brief A file that does not fit the classifier is refused before the first inference. */
class RuleBaseFitTestCase : public TestCase
{
  public:
    RuleBaseFitTestCase()
        : TestCase("Files that do not fit")
    {
    }

  private:
    std::string Refusal(const std::string& text,
                        const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs)
    {
        const std::string path = CreateTempDirFilename("rules.fcl");
        std::ofstream(path) << text;
        try
        {
            RuleBase(path, inputs, outputs);
        }
        catch (const FclError& error)
        {
            NS_TEST_EXPECT_MSG_EQ(error.file, path, error.what());
            return error.problem;
        }
        return "";
    }

    void DoRun() override
    {
        const std::vector<std::string> in{"a", "b"};
        const std::vector<std::string> out{"first", "second"};
        const auto expect = [this](const std::string& problem, const std::string& what) {
            NS_TEST_EXPECT_MSG_NE(problem.find(what), std::string::npos, problem);
        };
        NS_TEST_EXPECT_MSG_EQ(Refusal(RULES, in, out), "", "fits");
        expect(Refusal(RULES, {"a"}, out), "inputs a, b; expected a");
        expect(Refusal(RULES, {"a", "c"}, out), "expected a, c");
        expect(Refusal(RULES, in, {"first"}), "outputs first, second; expected first");
        std::string bare = RULES;
        bare.erase(bare.find(" DEFAULT := 7;"), 14);
        expect(Refusal(bare, in, out), "second needs a DEFAULT");

        // Every member that decides by a rule file says so when it is not there.
        ClassifierSettings settings;
        settings.rulesFolder = "/nowhere";
        for (const std::string name : {"stress", "early-warning", "fall"})
        {
            std::string file;
            try
            {
                ClassifierRegistry::Get().Create(name, settings);
            }
            catch (const FclError& error)
            {
                file = error.file;
            }
            NS_TEST_EXPECT_MSG_EQ(file, "/nowhere/" + name + ".fcl", name);
        }
    }
};

class FuzzyRuleBaseTestSuite : public TestSuite
{
  public:
    FuzzyRuleBaseTestSuite()
        : TestSuite("iomt-fuzzy-rule-base", TestSuite::Type::UNIT)
    {
        AddTestCase(new RuleBaseOrderTestCase);
        AddTestCase(new RuleBaseFitTestCase);
    }
};

FuzzyRuleBaseTestSuite g_fuzzyRuleBaseTestSuite;

} // namespace
