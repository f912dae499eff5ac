// SPDX-FileCopyrightText: 2026 Sallyport contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/painting.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QStyleFactory>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace sallyport {

namespace {

constexpr int kFieldPadding = 8;
constexpr int kArrowRoom = 28;
constexpr int kTextMargin = 8; // of table cells and headers alike

bool isInsideField(const QWidget *edit)
{
    const QWidget *parent = edit ? edit->parentWidget() : nullptr;
    return qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent);
}

template<class Option>
const Option *as(const QStyleOption *option)
{
    return qstyleoption_cast<const Option *>(option);
}

// The label of a combo box is drawn one pixel further left than the text of its line edit.
bool isEditable(const QStyleOption *option)
{
    const auto *combo = as<QStyleOptionComboBox>(option);
    return combo && combo->editable;
}

} // namespace

SallyportStyle::SallyportStyle() : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void SallyportStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QLineEdit *>(widget) || qobject_cast<QAbstractButton *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

bool SallyportStyle::drawBox(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Tokens &t = currentTokens();
    switch (element) {
    case PE_PanelLineEdit:
        if (isInsideField(widget))
            return true;
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            paint::field(painter, *option, widget, option->state.testFlag(State_HasFocus));
        else
            painter->fillRect(option->rect, option->palette.base());
        return true;
    case PE_FrameLineEdit:
    case PE_FrameMenu:
    case PE_FrameStatusBarItem:
        return true;
    case PE_PanelMenu:
        paint::roundedBox(painter, option->rect, {.fill = t.raised, .outline = t.dark ? t.control : mixed(t.border, t.control, 0.6)});
        return true;
    case PE_PanelTipLabel:
        paint::roundedBox(painter, option->rect, {.fill = t.raised, .outline = t.control, .radius = 0});
        return true;
    case PE_Frame:
        paint::roundedBox(painter, option->rect, {.outline = option->state.testFlag(State_HasFocus) ? t.accent : t.border, .radius = 0});
        return true;
    case PE_FrameTabWidget:
        return true;
    case PE_FrameTabBarBase:
        if (const auto *base = as<QStyleOptionTabBarBase>(option); base && base->shape == QTabBar::RoundedNorth)
            paint::horizontalHairline(painter, option->rect, option->rect.bottom());
        return true;
    case PE_PanelButtonTool:
        if (option->state & (State_MouseOver | State_Sunken | State_On) && option->state.testFlag(State_Enabled))
            paint::roundedBox(painter, option->rect,
                              {.fill = mixed(t.surface, t.text, option->state.testFlag(State_Sunken) ? 0.12 : 0.06)});
        return true;
    default:
        return false;
    }
}

bool SallyportStyle::drawMark(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    const Tokens &t = currentTokens();
    const QColor ink = option->state.testFlag(State_Enabled) ? t.muted : mixed(t.surface, t.muted, 0.5);
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paint::checkBox(painter, *option);
        return true;
    case PE_IndicatorRadioButton:
        paint::radioButton(painter, *option);
        return true;
    case PE_IndicatorArrowUp:
        paint::chevron(painter, option->rect, paint::Direction::Up, ink);
        return true;
    case PE_IndicatorArrowDown:
        paint::chevron(painter, option->rect, paint::Direction::Down, ink);
        return true;
    case PE_IndicatorArrowLeft:
        paint::chevron(painter, option->rect, paint::Direction::Left, ink);
        return true;
    case PE_IndicatorArrowRight:
        paint::chevron(painter, option->rect, paint::Direction::Right, ink);
        return true;
    case PE_IndicatorBranch:
        if (option->state.testFlag(State_Children)) {
            const QPointF c = QRectF(option->rect).center();
            paint::chevron(painter, QRectF(c.x() - 6, c.y() - 6, 12, 12),
                           option->state.testFlag(State_Open) ? paint::Direction::Down : paint::Direction::Right, ink);
        }
        return true;
    case PE_IndicatorItemViewItemDrop:
        paint::dropMark(painter, *option, widget);
        return true;
    case PE_FrameFocusRect:
        if (!qobject_cast<const QAbstractItemView *>(widget) || option->state.testFlag(State_KeyboardFocusChange))
            paint::roundedBox(painter, option->rect, {.outline = t.accent, .radius = 4, .width = 1.5});
        return true;
    default:
        return false;
    }
}

void SallyportStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (!drawBox(element, option, painter, widget) && !drawMark(element, option, painter, widget))
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void SallyportStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (const auto *push = as<QStyleOptionButton>(option); push && element == CE_PushButton)
        return paint::button(painter, *push, widget);
    if (const auto *tab = as<QStyleOptionTab>(option); tab && element == CE_TabBarTabShape)
        return paint::tabShape(painter, *tab);
    if (const auto *tab = as<QStyleOptionTab>(option); tab && element == CE_TabBarTabLabel)
        return paint::tabLabel(painter, *tab, widget);
    if (const auto *item = as<QStyleOptionMenuItem>(option); item && element == CE_MenuItem)
        return paint::menuItem(painter, *item);
    if (const auto *header = as<QStyleOptionHeader>(option); header && element == CE_HeaderLabel)
        return paint::headerLabel(painter, *header);
    switch (element) {
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        return paint::headerSection(painter, *option);
    case CE_Splitter:
        return painter->fillRect(option->rect, currentTokens().border);
    case CE_MenuEmptyArea:
        return;
    case CE_ShapedFrame:
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->frameShape == QFrame::HLine)
            return paint::horizontalHairline(painter, option->rect, option->rect.center().y());
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->frameShape == QFrame::VLine)
            return painter->fillRect(option->rect.center().x(), option->rect.y(), 1, option->rect.height(), currentTokens().border);
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void SallyportStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                        const QWidget *widget) const
{
    if (const auto *combo = as<QStyleOptionComboBox>(option); combo && control == CC_ComboBox)
        return paint::comboBox(painter, *combo, widget);
    if (const auto *spin = as<QStyleOptionSpinBox>(option); spin && control == CC_SpinBox)
        return paint::spinBox(painter, *spin, widget);
    if (const auto *slider = as<QStyleOptionSlider>(option); slider && control == CC_ScrollBar)
        return paint::scrollBar(painter, *slider, subControlRect(control, option, SC_ScrollBarSlider, widget));
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect SallyportStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    if (element == SE_LineEditContents) {
        const auto *frame = as<QStyleOptionFrame>(option);
        const int side = frame && frame->lineWidth > 0 ? kFieldPadding : 0;
        return option->rect.adjusted(side, 1, -side, -1);
    }
    if (element == SE_PushButtonFocusRect || element == SE_PushButtonContents)
        return option->rect;
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect SallyportStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                     const QWidget *widget) const
{
    const QRect r = option->rect;
    const auto visual = [&](const QRect &logical) { return visualRect(option->direction, r, logical); };
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return visual(r.adjusted(isEditable(option) ? kFieldPadding : kFieldPadding + 1, 3, -kArrowRoom, -3));
    if (control == CC_ComboBox && part == SC_ComboBoxArrow)
        return visual(QRect(r.right() - kArrowRoom + 1, r.y(), kArrowRoom, r.height()));
    if (control == CC_SpinBox && part == SC_SpinBoxEditField)
        return visual(r.adjusted(kFieldPadding, 3, -kArrowRoom, -3));
    if (control == CC_SpinBox && (part == SC_SpinBoxUp || part == SC_SpinBoxDown)) {
        const int half = r.height() / 2;
        return visual(QRect(r.right() - 22, part == SC_SpinBoxUp ? r.y() : r.y() + half, 22, half));
    }
    if (const auto *slider = as<QStyleOptionSlider>(option); slider && control == CC_ScrollBar) {
        const QRect handle = paint::scrollBarSlider(*slider);
        const bool flat = slider->orientation == Qt::Horizontal;
        switch (part) {
        case SC_ScrollBarSlider:
            return visual(handle);
        case SC_ScrollBarGroove:
            return r;
        case SC_ScrollBarSubPage:
            return visual(flat ? QRect(r.topLeft(), handle.bottomLeft()) : QRect(r.topLeft(), handle.topRight()));
        case SC_ScrollBarAddPage:
            return visual(flat ? QRect(handle.topRight(), r.bottomRight()) : QRect(handle.bottomLeft(), r.bottomRight()));
        default:
            return {};
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize SallyportStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const
{
    const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        if (const auto *push = as<QStyleOptionButton>(option))
            return paint::buttonSize(*push, widget);
        return usual;
    case CT_MenuItem:
        if (const auto *item = as<QStyleOptionMenuItem>(option))
            return paint::menuItemSize(*item, size);
        return usual;
    case CT_LineEdit:
        if (const auto *frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth <= 0)
            return usual;
        return {size.width() + 2 * kFieldPadding, paint::controlHeight(option->fontMetrics)};
    case CT_ComboBox:
        return {size.width() + kFieldPadding + kArrowRoom + 8, paint::controlHeight(option->fontMetrics)};
    case CT_SpinBox:
        return {size.width() + kFieldPadding + kArrowRoom, paint::controlHeight(option->fontMetrics)};
    case CT_TabBarTab:
        return {usual.width() + usual.width() / 14, qMax(usual.height(), option->fontMetrics.height() + 20)};
    case CT_ItemViewItem:
        return {usual.width(), qMax(usual.height(), qMax(metrics::kTreeRow, option->fontMetrics.height() + 10))};
    case CT_HeaderSection:
        return {usual.width(), qMax(usual.height(), option->fontMetrics.height() + 18)};
    default:
        return usual;
    }
}

int SallyportStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuHMargin:
    case PM_MenuVMargin:
        return 5;
    case PM_MenuBarPanelWidth:
        return 0;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_ScrollView_ScrollBarOverlap:
        return 0;
    case PM_SplitterWidth:
        return 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
        return 8;
    case PM_TabBarTabHSpace:
        return 24;
    case PM_TabBarTabVSpace:
        return 18;
    case PM_TabBarTabOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
        return 0;
    case PM_HeaderMargin:
        return kTextMargin;
    case PM_FocusFrameHMargin:
        return kTextMargin - 1; // items add one to it
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return metrics::kSpace2;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_TreeViewIndentation:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SallyportStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_Menu_Mask:
        if (auto *mask = qstyleoption_cast<QStyleHintReturnMask *>(answer); mask && option) {
            QBitmap shape(option->rect.size());
            shape.clear();
            QPainter painter(&shape);
            painter.setPen(Qt::color1);
            painter.setBrush(Qt::color1);
            painter.drawRoundedRect(shape.rect().adjusted(0, 0, -1, -1), metrics::kRadius, metrics::kRadius);
            painter.end();
            mask->region = QRegion(shape);
            return 1;
        }
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    case SH_LineEdit_PasswordCharacter:
        return 0x25CF;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_Widget_Animation_Duration:
        return 0;
    case SH_FormLayoutLabelAlignment:
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    case SH_MenuBar_MouseTracking:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

} // namespace sallyport
