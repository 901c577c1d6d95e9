// SPDX-License-Identifier: GPL-2.0-only

#include "ble-procedures-bench.h"

#include "ns3/test.h"

#include <functional>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Start = std::function<void(BleProcedures&)>;

/// One of the procedures that have an instant.
struct Timed
{
    BleProcedure procedure;
    Start start;
};

std::vector<Timed>
TimedProcedures(bool central)
{
    BleConnectionParameters parameters;
    parameters.interval = central ? MilliSeconds(30) : MilliSeconds(60);
    const BlePhyMode phy = central ? BlePhyMode::LE_2M : BlePhyMode::LE_CODED_S8;
    std::vector<Timed> all{
        {BleProcedure::CONNECTION_UPDATE,
         [parameters](BleProcedures& procedures) { procedures.StartConnectionUpdate(parameters); }},
        {BleProcedure::PHY_UPDATE,
         [phy](BleProcedures& procedures) { procedures.StartPhyUpdate(phy); }}};
    if (central)
    {
        all.push_back({BleProcedure::CHANNEL_MAP_UPDATE, [](BleProcedures& procedures) {
                           procedures.StartChannelMapUpdate(BleChannelMap(0xff));
                       }});
    }
    return all;
}

/// Of two procedures with an instant, begun at once, the central's takes place (5.3).
class CrossingCase : public TestCase
{
  public:
    CrossingCase()
        : TestCase("both ends at once")
    {
    }

  private:
    void DoRun() override
    {
        for (const Timed& down : TimedProcedures(true))
        {
            for (const Timed& up : TimedProcedures(false))
            {
                const std::string which =
                    std::string(ToString(down.procedure)) + " against " + ToString(up.procedure);
                ProcedurePair pair;
                down.start(pair.central.procedures);
                up.start(pair.peripheral.procedures);
                NS_TEST_EXPECT_MSG_LT(pair.Settle(), 30, which + ": at rest");
                NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, which);
                const BleError why = down.procedure == up.procedure
                                         ? BleError::LL_PROCEDURE_COLLISION
                                         : BleError::DIFFERENT_TRANSACTION_COLLISION;
                const std::string name = ToString(down.procedure);
                NS_TEST_EXPECT_MSG_EQ(Lines(pair.central.Ends()),
                                      "local " + name + ": success",
                                      which);
                NS_TEST_EXPECT_MSG_EQ(Lines(pair.peripheral.Ends()),
                                      "local " + std::string(ToString(up.procedure)) + ": " +
                                          ToString(why) + ", peer's " + name + ": success",
                                      which);
                NS_TEST_EXPECT_MSG_EQ(pair.central.Refused(BleRefusal::COLLISION), 1, which);
                NS_TEST_EXPECT_MSG_EQ(pair.peripheral.Refused(), 0, which + ": no fault of it");
                NS_TEST_EXPECT_MSG_EQ(pair.central.closed.has_value(), false, which);

                // Its turn comes, if it asks again.
                up.start(pair.peripheral.procedures);
                pair.Settle();
                NS_TEST_EXPECT_MSG_EQ(pair.peripheral.Ends().back(),
                                      "local " + std::string(ToString(up.procedure)) + ": success",
                                      which + ": second attempt");
                NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, which);
            }
        }
    }
};

/// The same while the other's instant is awaited: a request waits where it was made.
class WaitingCase : public TestCase
{
  public:
    WaitingCase()
        : TestCase("one after the other")
    {
    }

  private:
    void DoRun() override
    {
        for (const Timed& down : TimedProcedures(true))
        {
            for (const Timed& up : TimedProcedures(false))
            {
                for (const bool centralFirst : {true, false})
                {
                    const std::string which =
                        std::string(ToString(down.procedure)) + " and " + ToString(up.procedure);
                    ProcedurePair pair;
                    if (centralFirst)
                    {
                        down.start(pair.central.procedures);
                        pair.Events(2);
                        up.start(pair.peripheral.procedures);
                        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.control.size(), 0, which);
                    }
                    else
                    {
                        up.start(pair.peripheral.procedures);
                        pair.Events(2);
                        down.start(pair.central.procedures);
                        NS_TEST_EXPECT_MSG_EQ(pair.central.control.size(), 0, which);
                    }
                    // What has no instant does not wait for one.
                    pair.central.procedures.StartPing();
                    pair.peripheral.procedures.StartPing();
                    NS_TEST_EXPECT_MSG_LT(pair.Settle(), 40, which);
                    for (const ProcedureEnd* end : {&pair.central, &pair.peripheral})
                    {
                        for (const BleProcedureEvent& event : end->events)
                        {
                            NS_TEST_EXPECT_MSG_EQ(ToString(event.status), "success", which);
                        }
                        NS_TEST_EXPECT_MSG_EQ(end->events.size(), 3, which);
                        NS_TEST_EXPECT_MSG_EQ(end->Refused(), 0, which);
                    }
                    NS_TEST_EXPECT_MSG_EQ(pair.disagreements, 0, which);
                }
            }
        }
    }
};

/// A central that begins something else before its instant, or a peripheral that asks again.
class ViolationCase : public TestCase
{
  public:
    ViolationCase()
        : TestCase("a peer that does not wait")
    {
    }

  private:
    /// How a peripheral that has heard the first takes the second.
    std::string Close(const BleControlPdu& first, const BleControlPdu& second)
    {
        ProcedureEnd end(false, {});
        end.Hear(first);
        NS_TEST_EXPECT_MSG_EQ(end.closed.has_value(), false, "the first is in order");
        end.Hear(second);
        NS_TEST_EXPECT_MSG_EQ(end.Refused(BleRefusal::COLLISION), 1, "counted");
        return end.closed ? ToString(*end.closed) : "open";
    }

    void DoRun() override
    {
        const std::string same = ToString(BleError::LL_PROCEDURE_COLLISION);
        const std::string other = ToString(BleError::DIFFERENT_TRANSACTION_COLLISION);
        LlConnectionUpdateInd update;
        update.interval = 40;
        update.timeout = 200;
        update.instant = 20;
        LlConnectionParamReq request;
        request.intervalMin = request.intervalMax = 40;
        request.timeout = 200;
        const LlChannelMapInd map{0xff, 20};
        const LlPhyReq phy{2, 2};
        NS_TEST_EXPECT_MSG_EQ(Close(map, map), same, "two maps");
        NS_TEST_EXPECT_MSG_EQ(Close(map, update), other, "map, parameters");
        NS_TEST_EXPECT_MSG_EQ(Close(update, update), same, "two updates");
        NS_TEST_EXPECT_MSG_EQ(Close(update, phy), other, "parameters, PHY");
        NS_TEST_EXPECT_MSG_EQ(Close(phy, map), other, "PHY, map");
        NS_TEST_EXPECT_MSG_EQ(Close(phy, phy), same, "two PHY requests");
        NS_TEST_EXPECT_MSG_EQ(Close(request, phy), other, "parameters asked, PHY");
        NS_TEST_EXPECT_MSG_EQ(Close(map, LlEncReq()), other, "map, encryption");

        // Agreed on the peripheral's request already.
        ProcedureEnd end(false, {});
        end.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        end.Hear(LlPhyUpdateInd{2, 2, 20});
        end.Hear(map);
        NS_TEST_EXPECT_MSG_EQ(ToString(*end.closed), other, "PHY agreed, map");

        // Encryption has no instant and may begin meanwhile.
        ProcedureEnd calm(false, {});
        calm.key = BleKey();
        calm.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        calm.Hear(LlPhyUpdateInd{2, 2, 20});
        calm.Hear(LlEncReq());
        NS_TEST_EXPECT_MSG_EQ(calm.closed.has_value(), false, "PHY agreed, encryption");

        // Of two requests for the same the central's is meant, whenever it says so.
        ProcedureEnd late(false, {});
        late.procedures.StartPhyUpdate(BlePhyMode::LE_CODED_S8);
        late.Hear(phy);
        late.Hear(LlPhyUpdateInd{2, 2, 20});
        late.Hear(LlRejectExtInd{0x16, 0x23});
        late.counter = 20;
        late.Begin(Seconds(1));
        NS_TEST_EXPECT_MSG_EQ(Lines(late.Ends()),
                              "local PHY update: " + same + ", peer's PHY update: success",
                              "a late refusal");

        // A central refuses, and what was agreed takes place.
        ProcedurePair pair;
        pair.peripheral.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        pair.Event();
        pair.central.Hear(LlPhyReq{4, 4});
        pair.central.Hear(request);
        pair.Settle();
        NS_TEST_EXPECT_MSG_EQ(pair.central.Refused(BleRefusal::COLLISION), 2, "both");
        NS_TEST_EXPECT_MSG_EQ(ToString(pair.central.tx), "2M", "as agreed");
        NS_TEST_EXPECT_MSG_EQ(pair.air.back(), "C LL_REJECT_EXT_IND", "refused");
        NS_TEST_EXPECT_MSG_EQ(pair.peripheral.Refused(BleRefusal::UNEXPECTED), 2, "not asked");

        // One that cannot read the long form is answered in short.
        BleCapabilities old;
        old.features &= ~ble::FEATURE_EXTENDED_REJECT;
        ProcedurePair mixed({}, old);
        mixed.peripheral.procedures.StartFeatureExchange();
        mixed.Settle();
        mixed.central.procedures.StartPhyUpdate(BlePhyMode::LE_2M);
        mixed.peripheral.procedures.StartPhyUpdate(BlePhyMode::LE_CODED_S8);
        mixed.Settle();
        NS_TEST_EXPECT_MSG_EQ(mixed.disagreements, 0, "still together");
        NS_TEST_EXPECT_MSG_EQ(ToString(mixed.peripheral.tx), "2M", "the central's");
        NS_TEST_EXPECT_MSG_EQ((Lines(mixed.air).find("LL_REJECT_IND") != std::string::npos),
                              true,
                              Lines(mixed.air));
    }
};

class BleProceduresCollisionSuite : public TestSuite
{
  public:
    BleProceduresCollisionSuite()
        : TestSuite("iomt-ble-procedures-collision", TestSuite::Type::UNIT)
    {
        AddTestCase(new CrossingCase);
        AddTestCase(new WaitingCase);
        AddTestCase(new ViolationCase);
    }
};

const BleProceduresCollisionSuite g_suite;

} // namespace
