// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/castle.h"
#include "ns3/test.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Follows a stream from outside and says what the output breaks.
class CastleWitness
{
  public:
    CastleWitness(const CastleParameters& parameters, const CastleRanges& domain)
        : m_parameters(parameters),
          m_domain(domain),
          m_castle(parameters, domain)
    {
    }

    void Insert(const CastleTuple& tuple)
    {
        m_in.push_back(tuple);
        for (const CastleOutput& output : m_castle.Insert(tuple))
        {
            Look(output);
        }
        // At every moment, not only in the end: what is published is published.
        for (const auto& [number, cluster] : m_clusters)
        {
            Demand(cluster.persons.size() >= m_parameters.k, "fewer than k persons");
            Demand(cluster.values.size() >= m_parameters.l, "fewer than l values");
        }
        const std::size_t waiting = m_in.size() - m_left.size();
        Demand(m_castle.GetWaiting() == waiting, "waiting is not what came less what left");
        for (std::size_t i = 0; i + m_parameters.delta < m_in.size(); ++i)
        {
            Demand(m_left.count(m_in[i].id) != 0, "waited longer than delta");
        }
    }

    /// @return what was broken first; empty: nothing
    const std::string& Broken() const
    {
        return m_broken;
    }

    /// @return outputs of a fate
    std::size_t Count(CastleOutput::Fate fate) const
    {
        return m_fates[fate];
    }

  private:
    struct Cluster
    {
        CastleRanges ranges;
        std::set<std::string> persons;
        std::set<std::string> values;
    };

    void Demand(bool holds, const std::string& otherwise)
    {
        if (!holds && m_broken.empty())
        {
            m_broken = otherwise + " after " + std::to_string(m_in.size()) + " tuples";
        }
    }

    void Look(const CastleOutput& output)
    {
        ++m_fates[output.fate];
        const CastleTuple& tuple = output.tuple;
        Demand(m_left.insert(tuple.id).second, "left twice");
        const auto in = std::find_if(m_in.begin(), m_in.end(), [&tuple](const CastleTuple& t) {
            return t.id == tuple.id;
        });
        Demand(in != m_in.end() && in->person == tuple.person && in->quasi == tuple.quasi &&
                   in->sensitive == tuple.sensitive,
               "is not what came");
        if (output.fate == CastleOutput::SUPPRESSED)
        {
            Demand(output.ranges.empty() && output.cluster == 0, "suppressed with ranges");
            return;
        }
        Cluster& cluster = m_clusters[output.cluster];
        Demand(output.fate == CastleOutput::PUBLISHED || !cluster.persons.empty(),
               "reused before it was published");
        if (cluster.persons.empty())
        {
            cluster.ranges = output.ranges;
        }
        Demand(cluster.ranges == output.ranges, "a cluster with two generalisations");
        cluster.persons.insert(tuple.person);
        cluster.values.insert(tuple.sensitive);
        Demand(output.ranges.size() == m_domain.size(), "a quasi-identifier is missing");
        double loss = 0;
        for (std::size_t i = 0; i < output.ranges.size(); ++i)
        {
            const CastleRange& range = output.ranges[i];
            Demand(range.low <= tuple.quasi[i] && tuple.quasi[i] <= range.high, "out of range");
            loss += (range.high - range.low) / (m_domain[i].high - m_domain[i].low);
        }
        Demand(std::abs(loss / m_domain.size() - output.loss) < 1e-12, "loss");
    }

    CastleParameters m_parameters;
    CastleRanges m_domain;
    Castle m_castle;
    std::vector<CastleTuple> m_in;
    std::set<uint64_t> m_left;
    std::map<uint64_t, Cluster> m_clusters;
    std::size_t m_fates[3] = {};
    std::string m_broken;
};

/// What one step of a stream brings and what leaves then.
struct CastleStep
{
    const char* person;
    double age;
    std::vector<std::string> leave;
};

/// Short streams of one quasi-identifier, worked out by hand.
class CastleByHandCase : public TestCase
{
  public:
    /**
     * @param name what is to be seen
     * @param delta of CASTLE; k is 2
     * @param beta of CASTLE
     * @param mu of CASTLE
     * @param steps tuples and what leaves after each
     */
    CastleByHandCase(const std::string& name,
                     uint32_t delta,
                     uint32_t beta,
                     uint32_t mu,
                     std::vector<CastleStep> steps)
        : TestCase(name),
          m_parameters{2, delta, beta, mu, 1},
          m_steps(std::move(steps))
    {
    }

  private:
    void DoRun() override
    {
        Castle castle(m_parameters, {{0, 100}});
        uint64_t id = 0;
        std::size_t left = 0;
        for (const CastleStep& step : m_steps)
        {
            std::vector<std::string> leave;
            for (const CastleOutput& output :
                 castle.Insert({++id, step.person, {step.age}, "value"}))
            {
                leave.push_back(std::to_string(output.tuple.id) + " " + ToString(output.fate));
                if (!output.ranges.empty())
                {
                    leave.back() += " " + std::to_string(int(output.ranges[0].low)) + "-" +
                                    std::to_string(int(output.ranges[0].high));
                }
            }
            left += leave.size();
            NS_TEST_EXPECT_MSG_EQ((leave == step.leave),
                                  true,
                                  "after " << id << " left " << leave.size() << ": "
                                           << (leave.empty() ? "" : leave.front()));
        }
        NS_TEST_EXPECT_MSG_EQ(castle.GetWaiting(), m_steps.size() - left, "the rest waits");
    }

    CastleParameters m_parameters;
    std::vector<CastleStep> m_steps;
};

/// Two groups far apart and a published cluster of both ages: split, each with its persons.
class CastleSplitsCase : public TestCase
{
  public:
    CastleSplitsCase()
        : TestCase("a cluster of 2 k persons is split where they part, values permitting")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<double> ages{20, 80, 22, 84, 24, 88};
        for (const uint32_t l : {1, 2})
        {
            CastleParameters parameters;
            parameters.k = 3;
            parameters.l = l;
            parameters.delta = 6;
            parameters.beta = 1;
            Castle castle(parameters, {{0, 100}});
            std::vector<CastleOutput> left;
            for (std::size_t i = 0; i < 7; ++i)
            {
                // The young all have the same value.
                const double age = ages[i % 6];
                const std::string value = age < 50 ? "x" : "y" + std::to_string(i);
                left = castle.Insert({i, "p" + std::to_string(i % 6), {age}, value});
                NS_TEST_EXPECT_MSG_EQ(left.empty(), (i < 6), "when delta is over");
            }
            NS_TEST_ASSERT_MSG_EQ(left.size(), 7, "all at once");
            for (const CastleOutput& output : left)
            {
                const bool young = output.tuple.quasi[0] < 50;
                const CastleRange expected = l == 2  ? CastleRange{20, 88}
                                             : young ? CastleRange{20, 24}
                                                     : CastleRange{80, 88};
                NS_TEST_EXPECT_MSG_EQ((output.ranges[0] == expected),
                                      true,
                                      "range of " << output.tuple.quasi[0] << ", l " << l);
            }
        }
    }
};

/// Every order of a small set of tuples.
class CastleAllOrdersCase : public TestCase
{
  public:
    CastleAllOrdersCase()
        : TestCase("every order of seven tuples keeps k persons and l values")
    {
    }

  private:
    void DoRun() override
    {
        const std::vector<CastleTuple> tuples{{1, "a", {20, 0}, "x"},
                                              {2, "a", {20, 0}, "y"},
                                              {3, "b", {21, 1}, "x"},
                                              {4, "c", {70, 0}, "x"},
                                              {5, "c", {70, 0}, "z"},
                                              {6, "d", {72, 1}, "y"},
                                              {7, "e", {45, 1}, "x"}};
        std::size_t fates[3] = {};
        for (const uint32_t l : {1, 2})
        {
            CastleParameters parameters;
            parameters.k = 2;
            parameters.l = l;
            parameters.delta = 3;
            parameters.beta = 2;
            parameters.mu = 2;
            std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6};
            do
            {
                CastleWitness witness(parameters, {{0, 100}, {0, 1}});
                for (const std::size_t i : order)
                {
                    witness.Insert(tuples[i]);
                }
                NS_TEST_ASSERT_MSG_EQ(witness.Broken(), "", "l " << l);
                for (const auto fate :
                     {CastleOutput::PUBLISHED, CastleOutput::REUSED, CastleOutput::SUPPRESSED})
                {
                    fates[fate] += witness.Count(fate);
                }
            } while (std::next_permutation(order.begin(), order.end()));
        }
        for (std::size_t fate = 0; fate < 3; ++fate)
        {
            NS_TEST_EXPECT_MSG_GT(fates[fate],
                                  0,
                                  "some were " << ToString(CastleOutput::Fate(fate)));
        }
    }
};

/// Random parameters, random crowds, and orders that are made to hurt.
class CastleStreamsCase : public TestCase
{
  public:
    CastleStreamsCase()
        : TestCase("long streams in random and in hostile orders keep k persons and l values")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1); // whose numbers the C++ standard fixes
        const auto draw = [&random](uint32_t from, uint32_t to) {
            return from + random() % (to - from + 1);
        };
        std::size_t fates[3] = {};
        for (int round = 0; round < 1500; ++round)
        {
            CastleParameters parameters;
            parameters.k = draw(1, 6);
            parameters.l = draw(1, 4);
            parameters.delta = draw(1, 25);
            parameters.beta = draw(1, 6);
            parameters.mu = draw(1, 6);
            const CastleRanges domain{{18, 95}, {0, 1}, {1, 8}};
            const uint32_t persons = draw(1, 20);
            std::vector<std::vector<double>> quasi;
            for (uint32_t person = 0; person < persons; ++person)
            {
                quasi.push_back({double(draw(18, 95)), double(draw(0, 1)), double(draw(1, 8))});
            }
            const uint32_t values = draw(1, 6);
            std::vector<CastleTuple> tuples;
            for (uint32_t i = 0; i < 80; ++i)
            {
                const uint32_t person = draw(0, persons - 1);
                tuples.push_back({i,
                                  "p" + std::to_string(person),
                                  quasi[person],
                                  "v" + std::to_string(draw(0, values - 1))});
            }
            switch (draw(0, 4))
            {
            case 0: // person after person
                std::stable_sort(tuples.begin(), tuples.end(), [](const auto& a, const auto& b) {
                    return a.person < b.person;
                });
                break;
            case 1: // value after value
                std::stable_sort(tuples.begin(), tuples.end(), [](const auto& a, const auto& b) {
                    return a.sensitive < b.sensitive;
                });
                break;
            case 2: // by age
                std::stable_sort(tuples.begin(), tuples.end(), [](const auto& a, const auto& b) {
                    return a.quasi < b.quasi;
                });
                break;
            case 3: // one person who will not stop, and then the others
                for (std::size_t i = 0; i < 40; ++i)
                {
                    tuples[i].person = tuples[0].person;
                    tuples[i].quasi = tuples[0].quasi;
                }
                break;
            default:
                break;
            }
            CastleWitness witness(parameters, domain);
            for (const CastleTuple& tuple : tuples)
            {
                witness.Insert(tuple);
            }
            NS_TEST_ASSERT_MSG_EQ(witness.Broken(), "", "round " << round);
            for (const auto fate :
                 {CastleOutput::PUBLISHED, CastleOutput::REUSED, CastleOutput::SUPPRESSED})
            {
                fates[fate] += witness.Count(fate);
            }
        }
        for (std::size_t fate = 0; fate < 3; ++fate)
        {
            NS_TEST_EXPECT_MSG_GT(fates[fate],
                                  1000,
                                  "some were " << ToString(CastleOutput::Fate(fate)));
        }
    }
};

/// What does not fit is refused by name and value.
class CastleRefusesCase : public TestCase
{
  public:
    CastleRefusesCase()
        : TestCase("parameters and tuples that do not fit are refused")
    {
    }

  private:
    template <typename F>
    void Expect(F&& what, const std::string& word)
    {
        std::string error;
        try
        {
            what();
        }
        catch (const std::invalid_argument& refused)
        {
            error = refused.what();
        }
        NS_TEST_EXPECT_MSG_NE(error.find(word), std::string::npos, word << ": " << error);
    }

    void DoRun() override
    {
        CastleParameters zero;
        zero.k = 0;
        Expect([&]() { Castle(zero, {{0, 1}}); }, "k is 0");
        Expect([]() { Castle({}, {}); }, "quasi-identifier");
        Expect([]() { Castle({}, {{2, 1}}); }, "domain 0");
        Castle castle({}, {{18, 95}, {0, 1}});
        Expect([&]() { castle.Insert({1, "a", {20}, ""}); }, "allowed: 2");
        Expect([&]() { castle.Insert({1, "a", {17, 0}, ""}); }, "17");
        Expect([&]() { castle.Insert({1, "a", {20, std::nan("")}, ""}); }, "nan");
        NS_TEST_EXPECT_MSG_EQ(castle.GetWaiting(), 0, "and do not enter");
    }
};

class CastleSuite : public TestSuite
{
  public:
    CastleSuite()
        : TestSuite("iomt-castle", TestSuite::Type::UNIT)
    {
        AddTestCase(new CastleByHandCase(
            "merged, reused, published, suppressed",
            2,
            2,
            1,
            {
                {"a", 10, {}},
                {"b", 12, {}},
                // Nearer to b; then a has waited, its cluster is too small and is merged.
                {"c", 50, {"1 published 10-50", "2 published 10-50", "3 published 10-50"}},
                {"d", 30, {}},
                {"d", 31, {}},
                {"d", 45, {"4 reused 10-50"}},
                {"d", 80, {"5 reused 10-50"}},
                {"e", 81, {"6 reused 10-50"}},
                {"f", 5, {"7 published 80-81", "8 published 80-81"}},
                {"a", 6, {}},
                {"a", 7, {"9 published 5-6", "10 published 5-6"}},
                {"a", 90, {}},
                // All that is left is of one person.
                {"a", 91, {"11 suppressed"}},
            }));
        AddTestCase(new CastleByHandCase("a laggard is suppressed where most clusters are larger",
                                         4,
                                         3,
                                         1,
                                         {
                                             {"a", 0, {}},
                                             {"b", 50, {}},
                                             {"c", 100, {}},
                                             {"d", 50, {}},
                                             {"e", 100, {"1 suppressed"}},
                                         }));
        AddTestCase(new CastleByHandCase(
            "a cluster shrinks when one leaves it",
            2,
            2,
            1,
            {
                {"a", 10, {}},
                {"b", 12, {}},
                {"c", 50, {"1 published 10-50", "2 published 10-50", "3 published 10-50"}},
                {"d", 12, {}},
                {"d", 40, {}},
                {"d", 41, {"4 reused 10-50"}},
                {"e", 42, {"5 published 40-42", "6 published 40-42", "7 published 40-42"}},
            }));
        AddTestCase(new CastleByHandCase("a cluster that lost more than usual is not used again",
                                         2,
                                         2,
                                         2,
                                         {
                                             {"a", 10, {}},
                                             {"b", 10, {}},
                                             {"c", 20, {"1 published 10-10", "2 published 10-10"}},
                                             {"d", 70, {}},
                                             {"e", 40, {"3 published 20-40", "5 published 20-40"}},
                                             {"f", 30, {"4 published 30-70", "6 published 30-70"}},
                                             {"g", 25, {}},
                                             {"g", 90, {}},
                                             {"g", 91, {"7 suppressed"}},
                                         }));
        AddTestCase(new CastleByHandCase(
            "a tuple goes where the loss stays usual, though another cluster would grow less",
            5,
            2,
            1,
            {
                {"a", 0, {}},
                {"a", 0, {}},
                {"a", 0, {}},
                {"b", 10, {}},
                {"c", 90, {}},
                {"d",
                 4,
                 {"1 published 0-4", "2 published 0-4", "3 published 0-4", "6 published 0-4"}},
                {"e", 50, {}},
                {"f", 51, {}},
                {"g", 53, {"4 published 10-90", "5 published 10-90"}},
            }));
        AddTestCase(new CastleSplitsCase);
        AddTestCase(new CastleAllOrdersCase);
        AddTestCase(new CastleStreamsCase);
        AddTestCase(new CastleRefusesCase);
    }
} g_castleSuite;

} // namespace
