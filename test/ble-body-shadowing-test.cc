// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/body-shadowing-loss.h"
#include "ns3/constant-position-mobility-model.h"
#include "ns3/double.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

/// Loss over the angle.
class AngleCase : public TestCase
{
  public:
    AngleCase()
        : TestCase("a body shades what is behind it")
    {
    }

  private:
    void DoRun() override
    {
        const auto loss = CreateObject<BodyShadowingLoss>();
        for (double angle = 0; angle <= 90; angle += 5)
        {
            NS_TEST_EXPECT_MSG_EQ(loss->LossDb(angle), 0, "in sight at " << angle);
        }
        double before = 0;
        for (double angle = 91; angle <= 180; ++angle)
        {
            const double now = loss->LossDb(angle);
            NS_TEST_EXPECT_MSG_GT(now, before, "grows at " << angle);
            NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(-angle), now, 1e-9, "left as right");
            NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(angle + 720), now, 1e-9, "round and round");
            before = now;
        }
        NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(90.001), 0, 1e-3, "without a step");
        // Behind the back what reflects is all there is; EuCAP 2011: 13.62 dB.
        NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(180), 13.62, 0.01, "indoors");

        // Nothing reflects: 2 dB/cm around 20 cm, a quarter of 31.4 cm is 62.8 dB.
        loss->SetAttribute("MaximumDb", DoubleValue(200));
        NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(180), 62.83, 0.01, "creeping wave");
        NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(135), 31.42, 0.01, "half of the way");
        loss->SetAttribute("MaximumDb", DoubleValue(40));
        NS_TEST_EXPECT_MSG_EQ_TOL(loss->LossDb(180), 40, 0.1, "outdoors, LAPC 2011");
    }
};

/// The angle follows from positions, where the wearer faces and where the device is worn.
class PlacesCase : public TestCase
{
  public:
    PlacesCase()
        : TestCase("wearer between device and gateway")
    {
    }

  private:
    void DoRun() override
    {
        const auto wearer = CreateObject<ConstantPositionMobilityModel>();
        const auto gateway = CreateObject<ConstantPositionMobilityModel>();
        wearer->SetPosition(Vector(5, 5, 1.4));
        gateway->SetPosition(Vector(5, 9, 2)); // to the north: 90°
        const auto loss = CreateObject<BodyShadowingLoss>();
        const auto lossDb = [&]() {
            const double there = -loss->CalcRxPower(0, wearer, gateway);
            const double back = -loss->CalcRxPower(0, gateway, wearer);
            NS_TEST_EXPECT_MSG_EQ_TOL(there, back, 1e-12, "the same both ways");
            return there;
        };
        NS_TEST_EXPECT_MSG_EQ(lossDb(), 0, "nobody wears it");

        const auto body = CreateObject<BodyWorn>();
        wearer->AggregateObject(body);
        const auto turn = [&](double facing, double place) {
            body->SetAttribute("FacingDeg", DoubleValue(facing));
            body->SetAttribute("PlaceDeg", DoubleValue(place));
            return lossDb();
        };
        NS_TEST_EXPECT_MSG_EQ(turn(90, 0), 0, "on the chest, facing the gateway");
        NS_TEST_EXPECT_MSG_EQ(turn(0, 0), 0, "grazing");
        NS_TEST_EXPECT_MSG_EQ_TOL(turn(270, 0), loss->LossDb(180), 1e-9, "facing away");
        NS_TEST_EXPECT_MSG_EQ(turn(270, 180), 0, "on the back, facing away");
        NS_TEST_EXPECT_MSG_EQ(turn(0, 90), 0, "on the left side, facing east");
        NS_TEST_EXPECT_MSG_EQ_TOL(turn(0, -90), loss->LossDb(180), 1e-9, "on the right side");
        NS_TEST_EXPECT_MSG_EQ_TOL(turn(225, 0), loss->LossDb(135), 1e-9, "facing half away");

        gateway->SetPosition(Vector(5, 5, 3));
        NS_TEST_EXPECT_MSG_EQ(turn(270, 0), 0, "above the head");

        // Another body at the other end.
        gateway->SetPosition(Vector(5, 9, 1.4));
        const auto other = CreateObject<BodyWorn>();
        other->SetAttribute("FacingDeg", DoubleValue(90));
        gateway->AggregateObject(other);
        NS_TEST_EXPECT_MSG_EQ_TOL(turn(270, 0), 2 * loss->LossDb(180), 1e-9, "two bodies");
    }
};

class BodyShadowingSuite : public TestSuite
{
  public:
    BodyShadowingSuite()
        : TestSuite("iomt-ble-body-shadowing", TestSuite::Type::UNIT)
    {
        AddTestCase(new AngleCase);
        AddTestCase(new PlacesCase);
    }
} g_bodyShadowingSuite;

} // namespace
