// SPDX-License-Identifier: GPL-2.0-only

// Readings that tell nearly nothing are left out, and what that costs stays within the bound.

#include "ns3/near-duplicates.h"
#include "ns3/test.h"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class NearDuplicatesDropped : public TestCase
{
  public:
    NearDuplicatesDropped()
        : TestCase("at the bound, beyond it, drift, other quantities, too many in a row")
    {
    }

  private:
    void DoRun() override
    {
        NearDuplicates filter({{"spo2", 1}, {"pulse", 2}}, 3);
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 97}, {"pulse", 70}}), false, "the first");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 96}, {"pulse", 72}}), true, "at the bound");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 97}, {"pulse", 73}}), false, "beyond one");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 95}, {"pulse", 73}}),
                              false,
                              "beyond the other");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 95}}), false, "a quantity less");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"pulse", 95}}), false, "another quantity");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({}), false, "none");
        filter.Sent({{"spo2", 90}});
        for (int i = 0; i < 3; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 90}}), true, "in a row " << i);
        }
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 90}}), false, "a sign of life");
        NS_TEST_EXPECT_MSG_EQ(filter.Drops({{"spo2", 91}}), true, "anew");
        NearDuplicates exact({{"temperature", 0.1}}, 100);
        exact.Sent({{"temperature", 36.6}});
        NS_TEST_EXPECT_MSG_EQ(exact.Drops({{"temperature", 36.7}}), true, "a step, rounded");
        NS_TEST_EXPECT_MSG_EQ(exact.Drops({{"temperature", 36.8}}), false, "no drift adds up");
        NearDuplicates never({{"spo2", 5}}, 0);
        never.Sent({{"spo2", 90}});
        NS_TEST_EXPECT_MSG_EQ(never.Drops({{"spo2", 90}}), false, "none in a row");
        for (const double bound : {-0.1, std::numeric_limits<double>::quiet_NaN()})
        {
            bool refused = false;
            try
            {
                NearDuplicates({{"spo2", bound}}, 1);
            }
            catch (const std::invalid_argument&)
            {
                refused = true;
            }
            NS_TEST_EXPECT_MSG_EQ(refused, true, "bound " << bound);
        }
    }
};

class NearDuplicatesBound : public TestCase
{
  public:
    NearDuplicatesBound()
        : TestCase("a random walk: who goes on with the last reading is wrong by the bound at most")
    {
    }

  private:
    void DoRun() override
    {
        std::mt19937 random(1);
        std::uniform_int_distribution<int> step(-1, 1);
        NearDuplicates filter({{"pulse", 2}}, 30);
        double pulse = 70;
        double known = 0;
        int sent = 0;
        for (int i = 0; i < 10000; ++i)
        {
            pulse += step(random);
            if (!filter.Drops({{"pulse", pulse}}))
            {
                known = pulse;
                ++sent;
            }
            NS_TEST_ASSERT_MSG_LT_OR_EQ(std::abs(pulse - known), 2, "reading " << i);
        }
        NS_TEST_EXPECT_MSG_LT(sent, 5000, "more than half is saved");
        NS_TEST_EXPECT_MSG_GT(sent, 10000 / 31, "signs of life");
    }
};

class NearDuplicatesSuite : public TestSuite
{
  public:
    NearDuplicatesSuite()
        : TestSuite("iomt-near-duplicates", TestSuite::Type::UNIT)
    {
        AddTestCase(new NearDuplicatesDropped);
        AddTestCase(new NearDuplicatesBound);
    }
};

const NearDuplicatesSuite SUITE;

} // namespace
