// SPDX-License-Identifier: GPL-2.0-only

// ECG samples packed into one SenML data value.

#include "ns3/ecg-block.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

class EcgBlockRoundTrip : public TestCase
{
  public:
    EcgBlockRoundTrip()
        : TestCase("samples come back within half a microvolt, out of range ones clamped")
    {
    }

  private:
    void DoRun() override
    {
        EcgBlock block;
        block.startTime = 12.25;
        block.rateHz = 360;
        block.millivolt = {0, 1.2345, -0.4996, 32.767, 40, -40, -0.001};
        const Bytes bytes = EncodeSenml(ToSenml(block, "urn:dev:ecg-1:"));
        const auto pack = DecodeSenml(bytes);
        NS_TEST_ASSERT_MSG_EQ(pack.has_value(), true, "SenML");
        NS_TEST_EXPECT_MSG_EQ(ToHex(*(*pack)[0].dataValue),
                              "0000"
                              "04d3"
                              "fe0c"
                              "7fff"
                              "7fff"
                              "8001"
                              "ffff",
                              "big-endian microvolts");
        const auto again = EcgBlockFromSenml(*pack);
        NS_TEST_ASSERT_MSG_EQ(again.has_value(), true, "block");
        NS_TEST_EXPECT_MSG_EQ(again->startTime, 12.25, "start");
        NS_TEST_EXPECT_MSG_EQ(again->rateHz, 360, "rate");
        NS_TEST_ASSERT_MSG_EQ(again->millivolt.size(), block.millivolt.size(), "samples");
        for (const std::size_t i : {0, 1, 2, 3, 6})
        {
            NS_TEST_EXPECT_MSG_EQ_TOL(again->millivolt[i], block.millivolt[i], 0.00051, "sample");
        }
    }
};

class EcgBlockRefusals : public TestCase
{
  public:
    EcgBlockRefusals()
        : TestCase("no block, half a sample, no rate")
    {
    }

  private:
    void DoRun() override
    {
        EcgBlock block;
        block.rateHz = 250;
        block.millivolt = {1, 2};
        SenmlPack pack = ToSenml(block, "ecg-1:");
        NS_TEST_EXPECT_MSG_EQ(EcgBlockFromSenml(pack).has_value(), true, "whole");
        NS_TEST_EXPECT_MSG_EQ(EcgBlockFromSenml({pack[0]}).has_value(), false, "no rate");
        NS_TEST_EXPECT_MSG_EQ(EcgBlockFromSenml({}).has_value(), false, "nothing");
        pack[0].dataValue->pop_back();
        NS_TEST_EXPECT_MSG_EQ(EcgBlockFromSenml(pack).has_value(), false, "half a sample");
    }
};

class EcgBlockSuite : public TestSuite
{
  public:
    EcgBlockSuite()
        : TestSuite("iomt-ecg-block", TestSuite::Type::UNIT)
    {
        AddTestCase(new EcgBlockRoundTrip);
        AddTestCase(new EcgBlockRefusals);
    }
};

const EcgBlockSuite SUITE;

} // namespace
